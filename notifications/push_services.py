"""The push services: besides a hub the only addresses that we send anything to over HTTP.

A browser names an address at its own service, and a member could name any. So nothing is sent but
to the hosts that settings.PUSH_SERVICES lists; by the worker alone, without redirects, through no
proxy, and without a look at what is answered (safety S-33).
"""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS: Final = 5


class ServiceAway(Exception):
    """Nobody answers there: no use in trying for another browser of the same service."""


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
        return _post(urlsplit(endpoint), body, headers)
    except (OSError, HTTPException) as problem:
        raise ServiceAway(f"The push service cannot be reached: {problem}") from problem


def _is_at(asked: SplitResult, service: str) -> bool:
    """`service` is an origin; its host may begin with `*.`, for any name beneath it."""
    scheme, _, place = service.partition("://")
    if asked.scheme != scheme or asked.fragment:
        return False
    if place.startswith("*."):
        name = asked.netloc.removesuffix(place[1:])
        return name != asked.netloc and name.replace("-", "").replace(".", "").isalnum()
    return asked.netloc == place


def _post(asked: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
    connection = _connect(asked)
    try:
        place = f"{asked.path or '/'}?{asked.query}" if asked.query else asked.path or "/"
        connection.request("POST", place, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


def _connect(asked: SplitResult) -> HTTPConnection:
    host = asked.hostname or ""
    if asked.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, asked.port, timeout=SECONDS, context=context)
    return HTTPConnection(host, asked.port, timeout=SECONDS)
