"""A report's reference, and the token by which whoever sent it finds what became of it.

The token is worked out from the reference and the site's own key, so that it stands nowhere: of it
only a hash is stored, and a letter holds a mark in its place until it goes out.
"""

import base64
import hashlib
import re
import secrets
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# Safety L-07.
LETTERS: Final = 10
TOKEN_BYTES: Final = 16
PATTERN: Final = f"R-[A-Z2-7]{{{LETTERS}}}"

_MARK: Final = re.compile(rf"\[status of ({PATTERN})\]")


def new_reference() -> str:
    """`R-` and ten random characters, none of which is taken for another when it is read aloud."""
    return f"R-{base64.b32encode(secrets.token_bytes(LETTERS)).decode()[:LETTERS]}"


def new_token(reference: str) -> str:
    return _token(reference, settings.SECRET_KEY)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(reference: str, token_hash: str) -> str:
    """The token again, given its hash; empty where the key that it was made with is gone."""
    tokens = (_token(reference, key) for key in _keys())
    return next((one for one in tokens if is_token(one, token_hash)), "")


def is_token(token: str, token_hash: str) -> bool:
    return constant_time_compare(hash_of(token), token_hash)


def mark_of(reference: str) -> str:
    """What stands in a letter where its status link will."""
    return f"[status of {reference}]"


def marked_in(words: str) -> list[str]:
    """The references that have their marks in a letter."""
    return _MARK.findall(words)


def _token(reference: str, key: str | bytes) -> str:
    made = salted_hmac("report", reference, secret=key, algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest()[:TOKEN_BYTES]).decode().rstrip("=")


def _keys() -> list[str | bytes]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
