"""Where a link in a post may lead, read the way a browser reads it."""

import re
from typing import Final
from urllib.parse import urlsplit

SCHEMES: Final = frozenset({"http", "https", "mailto"})

# What the WHATWG URL standard takes from the ends of an address, and from anywhere inside it.
_AT_THE_ENDS = "".join(map(chr, range(0x21)))
_ANYWHERE = str.maketrans("", "", "\t\n\r")

_REFUSED = re.compile(r"[\x00-\x1f\x7f\\]")
_SPELT_OUT = re.compile(r"[ \"<>`{|}^]")
_SCHEME = re.compile(r"([^/?#:]*):")
_PICTURE = re.compile(r"/media/pictures/[A-Za-z0-9_-]{22}/[0-9]+\.webp")


def safe(address: str) -> str | None:
    """The address as a browser would take it, or None where a post may not lead there.

    A post may lead to http, https and mailto, and to a path of our own that begins with one `/`.
    """
    address = address.strip(_AT_THE_ENDS).translate(_ANYWHERE)
    if _REFUSED.search(address) or not _leads_somewhere(address):
        return None
    return _SPELT_OUT.sub(lambda found: f"%{ord(found[0]):02X}", address)


def _leads_somewhere(address: str) -> bool:
    scheme = _SCHEME.match(address)
    if scheme is None:
        return address.startswith("/") and not address.startswith("//")
    if scheme[1].lower() == "mailto":
        return "@" in address
    return scheme[1].lower() in SCHEMES and _has_host(address, after=scheme.end())


def _has_host(address: str, *, after: int) -> bool:
    # Browsers also take `https:host` and `https:///host`; nobody means to write these.
    if not address.startswith("//", after):
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def is_our_picture(address: str) -> bool:
    """Whether this is the address of a picture that was uploaded here and drawn afresh."""
    return _PICTURE.fullmatch(address) is not None
