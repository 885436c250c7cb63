"""The key by which push services know us (VAPID, RFC 8292); without one there is no web push."""

import base64
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

LASTS: Final = timedelta(hours=12)  # RFC 8292, section 2: 24 at the most


def is_on() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What a browser is given, so that its push service takes pushes from us alone."""
    return _public_key(settings.VAPID_PRIVATE_KEY)


def authorization(endpoint: str, now: datetime) -> str:
    """The header that shows a push service who asks it."""
    # With it comes what few processes need.
    from py_vapid import Vapid02  # noqa: PLC0415

    key = Vapid02.from_raw(settings.VAPID_PRIVATE_KEY.encode())
    key.conf = {"no-strict": True}  # it knows too few forms of an address
    service = urlsplit(endpoint)
    claims = {
        "aud": f"{service.scheme}://{service.netloc}",
        "exp": int((now + LASTS).timestamp()),
        "sub": _whom_to_ask(),
    }
    return str(key.sign(claims)["Authorization"])


def _whom_to_ask() -> str:
    """Where a push service finds who runs the site, should it have to."""
    if settings.IS_HTTPS:
        return str(settings.SITE_URL)
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


@lru_cache(maxsize=2)
def _public_key(private: str) -> str:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    number = int.from_bytes(base64.urlsafe_b64decode(f"{private}="))
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    encoded = point.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(encoded).decode().rstrip("=")
