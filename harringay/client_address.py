"""Whose address a request came from, believing only our own proxies."""

import ipaddress
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client, as the outermost trusted proxy saw it."""
    return client_address_of(request.META)


def client_network(request: HttpRequest) -> str:
    """The network of the client, which names nobody's machine: of IPv4 a /24, of IPv6 a /48."""
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return ""
    length = 24 if address.version == 4 else 48  # noqa: PLR2004  the name of the protocol
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def is_from(request: HttpRequest, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    """Whether the client is in one of these networks."""
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return False
    # Of IPv4, as a server that listens on both kinds may write it.
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in networks)


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
