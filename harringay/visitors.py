"""Telling one visitor from another without a cookie and without keeping an address."""

import hashlib
import hmac
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from harringay.client_address import client_address

View = Callable[..., HttpResponse]

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


def visitor_key(request: HttpRequest) -> str | None:
    """Who is looking, for counting views; None for robots.

    A member is a member wherever they are. A visitor is a keyed hash of their address that
    changes every day, so that it cannot be turned back into the address (safety S-52).
    """
    agent = request.headers.get("User-Agent", "")
    if not agent or ROBOT.search(agent):
        return None
    if request.user.is_authenticated:
        return f"m{request.user.pk}"
    day = timezone.localdate().isoformat()
    message = f"{day} {client_address(request)}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:20]
