"""The one address that we send anything to over HTTP: the hub that the owner has named.

Nobody but the worker calls it. It follows no redirect, reads no answer, and goes through no proxy
(safety S-33).
"""

import ssl
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings

SECONDS: Final = 10
FORM: Final = "application/x-www-form-urlencoded"


class HubRefused(Exception):
    """The hub is away, or does not want to hear it."""


def publish(urls: Sequence[str]) -> None:
    """Say that there is something new at these addresses. Raises HubRefused."""
    words = [("hub.mode", "publish"), *(("hub.url", url) for url in urls)]
    try:
        status = _post(urlencode(words).encode())
    except (OSError, HTTPException) as problem:
        raise HubRefused(str(problem)) from problem
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise HubRefused(f"It answers {status}.")


def _post(body: bytes) -> int:
    connection = _connect()
    try:
        hub = urlsplit(settings.WEBSUB_HUB_URL)
        place = f"{hub.path or '/'}?{hub.query}" if hub.query else hub.path or "/"
        headers = {"Content-Type": FORM, "User-Agent": f"Harringay ({settings.SITE_URL})"}
        connection.request("POST", place, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _connect() -> HTTPConnection:
    hub = urlsplit(settings.WEBSUB_HUB_URL)
    host = hub.hostname or ""
    if hub.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, hub.port, timeout=SECONDS, context=context)
    return HTTPConnection(host, hub.port, timeout=SECONDS)
