"""Whose address a request came from, believing only our own proxies."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client, as the outermost trusted proxy saw it."""
    return client_address_of(request.META)


def client_address_of(environ: Mapping[str, Any]) -> str:
    """The same from a request's WSGI environment.

    X-Forwarded-For is read from its end, past as many proxies as TRUSTED_PROXY_COUNT says; what
    stands before that, anyone can have written.
    """
    count = settings.TRUSTED_PROXY_COUNT
    if count:
        parts = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        seen = [part.strip() for part in parts if part.strip()]
        if len(seen) >= count:
            return seen[-count]
    return str(environ.get("REMOTE_ADDR", ""))
