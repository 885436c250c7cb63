"""Telling one visitor from another without a cookie and without keeping an address."""

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from harringay.client_address import client_address_of

HOUR: Final = 3600

View = Callable[..., HttpResponse]

# Beneath these everybody gets the same answer, whoever they are signed in as.
COOKIELESS = ("/feeds/", "/badges/", "/oembed", "/policy-reports")

# What robots call themselves; a real browser's name holds none of these.
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|curl|wget|python|java/|go-http|okhttp"
    r"|headless|lighthouse|feed|rss|http[s-]?client|libwww|facebookexternalhit|whatsapp",
    re.IGNORECASE,
)


def same_for_visitors(view: View) -> View:
    """Say of a view that its pages are the same for everybody who is not signed in.

    The page cache keeps those, and no others. Wrappers made with functools.wraps pass it on.
    """
    view.is_same_for_visitors = True  # type: ignore[attr-defined]
    return view


def tells_its_version(view: View) -> View:
    """Say of such a view that its first query reads the version as well (forum.changes.remember).

    What it reads before that, if anything, may not change what it shows.
    """
    view.tells_its_version = True  # type: ignore[attr-defined]
    return view


def visitor_key(request: HttpRequest) -> str | None:
    """Who is looking, for counting views; None for robots. A member is one wherever they are."""
    visitor = visitor_of(request.META)
    if visitor and request.user.is_authenticated:
        return f"m{request.user.pk}"
    return visitor


def visitor_of(environ: Mapping[str, Any]) -> str | None:
    """The same for those who are not signed in: a keyed hash of their address.

    It changes every day, so that it cannot be turned back into the address (safety S-52).
    """
    if _is_robot(environ.get("HTTP_USER_AGENT", "")):
        return None
    message = f"{_day_of(int(time.time()) // HOUR)} {client_address_of(environ)}".encode()
    # BLAKE2 takes a key by itself, in a third of the time of HMAC with SHA-2.
    key = settings.SECRET_KEY.encode()[: blake2b.MAX_KEY_SIZE]
    return blake2b(message, key=key, digest_size=10).hexdigest()


@lru_cache(maxsize=2)
def _day_of(hour: int) -> str:
    """The day of the nth hour since 1970: midnight here is always on the hour."""
    return timezone.localdate(datetime.fromtimestamp(hour * HOUR, UTC)).isoformat()


@lru_cache(maxsize=1024)
def _is_robot(agent: str) -> bool:
    return not agent or ROBOT.search(agent) is not None
