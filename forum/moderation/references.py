"""A report's reference, and the token by which whoever sent it finds what became of it.

Of the token only a hash is stored (harringay.tokens), and a letter holds a mark in its place until
it goes out.
"""

import base64
import re
import secrets
from typing import Final

from harringay import tokens

# Safety L-07.
LETTERS: Final = 10
PATTERN: Final = f"R-[A-Z2-7]{{{LETTERS}}}"

_PURPOSE: Final = "report"
_MARK: Final = re.compile(rf"\[status of ({PATTERN})\]")


def new_reference() -> str:
    """`R-` and ten random characters, none of which is taken for another when it is read aloud."""
    return f"R-{base64.b32encode(secrets.token_bytes(LETTERS)).decode()[:LETTERS]}"


def new_token(reference: str) -> str:
    return tokens.new_token(_PURPOSE, reference)


def token_of(reference: str, token_hash: str) -> str:
    """The token again, given its hash; empty where the key that it was made with is gone."""
    return tokens.token_of(_PURPOSE, reference, token_hash)


def mark_of(reference: str) -> str:
    """What stands in a letter where its status link will."""
    return f"[status of {reference}]"


def marked_in(words: str) -> list[str]:
    """The references that have their marks in a letter."""
    return _MARK.findall(words)
