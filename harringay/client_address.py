"""Whose address a request came from, believing only our own proxies."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client, as the outermost trusted proxy saw it.

    X-Forwarded-For is read from its end, past as many proxies as TRUSTED_PROXY_COUNT says; what
    stands before that, anyone can have written.
    """
    parts = request.headers.get("X-Forwarded-For", "").split(",")
    seen = [part.strip() for part in parts if part.strip()]
    count = settings.TRUSTED_PROXY_COUNT
    if count and len(seen) >= count:
        return seen[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
