"""The push services: besides a hub the only addresses that we send anything to over HTTP.

A browser names an address at its own service, and a member could name any. So nothing is sent but
to the hosts that settings.PUSH_SERVICES lists; by the worker alone, without redirects, through no
proxy, and without a look at what is answered but how long to wait (safety S-33).
"""

import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

SECONDS: Final = 5
BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
# A service that asks for more is mistaken, or its clock is.
LONGEST_SILENCE: Final = timedelta(days=1)


class ServiceAway(Exception):
    """Nobody answers there, or asks not to be asked until then: no use in trying for another
    browser of the same service.
    """

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until


class Answer(NamedTuple):
    status: int
    retry_after: str  # as it is sent; empty where it is not


def is_known(endpoint: str) -> bool:
    """Whether it is an address at one of the services, and nothing else."""
    if not (endpoint.isascii() and endpoint.isprintable()) or " " in endpoint:
        return False
    try:
        asked = urlsplit(endpoint)
        return any(_is_at(asked, service) for service in settings.PUSH_SERVICES)
    except ValueError:
        return False


def service_of(endpoint: str) -> str:
    return urlsplit(endpoint).netloc


def deliver(endpoint: str, body: bytes, headers: Mapping[str, str]) -> int:
    """What the service answers, as a status. Raises ServiceAway."""
    assert is_known(endpoint)  # noqa: S101  no other was ever stored
    try:
        answer = _post(urlsplit(endpoint), body, headers)
    except (OSError, HTTPException) as problem:
        raise ServiceAway(f"The push service cannot be reached: {problem}") from problem
    if answer.status in BUSY:
        _keep_silence(service_of(endpoint), answer, timezone.now())
    return answer.status


def silence_of(service: str) -> ServiceAway | None:
    """Why it is not to be asked yet, if it has said so."""
    found: tuple[str, datetime] | None = cache.get(_silence(service))
    return ServiceAway(*found) if found and found[1] > timezone.now() else None


def _keep_silence(service: str, answer: Answer, now: datetime) -> None:
    """Raises ServiceAway where it says how long to wait (RFC 8030, section 8.4)."""
    until = _until(answer.retry_after.strip(), now)
    if until is None:
        return
    reason = f"The push service answers {answer.status}."
    cache.set(_silence(service), (reason, until), (until - now).total_seconds())
    raise ServiceAway(reason, until)


def _until(retry_after: str, now: datetime) -> datetime | None:
    """Seconds or a date (RFC 9110, section 10.2.3); None for what is neither, or over."""
    latest = now + LONGEST_SILENCE
    if retry_after.isascii() and retry_after.isdecimal():
        seconds = min(int(retry_after[:9]), LONGEST_SILENCE.total_seconds())
        return now + timedelta(seconds=seconds) if seconds else None
    try:
        date = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    date = date if date.tzinfo else timezone.make_aware(date, timezone.get_default_timezone())
    return min(date, latest) if date > now else None


def _silence(service: str) -> str:
    """The key under which it is noted; a digest, since a host's name may be anything."""
    return f"push-silence/{sha256(service.encode()).hexdigest()}"


def _is_at(asked: SplitResult, service: str) -> bool:
    """`service` is an origin; its host may begin with `*.`, for any name beneath it."""
    scheme, _, place = service.partition("://")
    if asked.scheme != scheme or asked.fragment:
        return False
    if place.startswith("*."):
        name = asked.netloc.removesuffix(place[1:])
        return name != asked.netloc and name.replace("-", "").replace(".", "").isalnum()
    return asked.netloc == place


def _post(asked: SplitResult, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection = _connect(asked)
    try:
        place = f"{asked.path or '/'}?{asked.query}" if asked.query else asked.path or "/"
        connection.request("POST", place, body, dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheader("Retry-After", ""))
    finally:
        connection.close()


def _connect(asked: SplitResult) -> HTTPConnection:
    host = asked.hostname or ""
    if asked.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, asked.port, timeout=SECONDS, context=context)
    return HTTPConnection(host, asked.port, timeout=SECONDS)
