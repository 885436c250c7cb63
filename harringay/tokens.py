"""Tokens that are keys and stand nowhere: worked out from a reference and the site's own key.

Of each only a hash is stored, by which whoever brings it is known; whoever reads the database, or a
backup of it, cannot make one.
"""

import base64
import hashlib
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

TOKEN_BYTES: Final = 16


def new_token(purpose: str, reference: str) -> str:
    return _token(purpose, reference, settings.SECRET_KEY)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(purpose: str, reference: str, token_hash: str) -> str:
    """The token again, given its hash; empty where the key that it was made with is gone."""
    tokens = (_token(purpose, reference, key) for key in _keys())
    return next((one for one in tokens if is_token(one, token_hash)), "")


def is_token(token: str, token_hash: str) -> bool:
    return constant_time_compare(hash_of(token), token_hash)


def _token(purpose: str, reference: str, key: str | bytes) -> str:
    made = salted_hmac(purpose, reference, secret=key, algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest()[:TOKEN_BYTES]).decode().rstrip("=")


def _keys() -> list[str | bytes]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
