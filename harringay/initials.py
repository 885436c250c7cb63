"""The drawn avatar of those without a picture: a letter or two, and one of twelve tints."""

import re
import unicodedata
import zlib
from collections.abc import Iterator

TINT_COUNT = 12

_BETWEEN_WORDS = re.compile(r"[\s._\-‐–—]+")


def initials(name: str) -> str:
    """The first letters of the first and the last word, capital where the script has capitals.

    A name of one word gives one letter, a name without any its first symbol, and nothing "?".
    """
    name = unicodedata.normalize("NFKC", name)
    letters = [next(_of_kind("LN", word), "") for word in _BETWEEN_WORDS.split(name)]
    letters = [_capital(letter) for letter in letters if letter]
    if not letters:
        return next(_of_kind("S", name), "?")
    return letters[0] if len(letters) == 1 else letters[0] + letters[-1]


def colour_index(name: str) -> int:
    """Which tint, 0 to 11: the same in every process and for ever, whatever the capitals."""
    # Not hash(), which differs from one process to the next.
    folded = unicodedata.normalize("NFKC", name).casefold()
    return zlib.crc32(folded.encode(errors="replace")) % TINT_COUNT


def _of_kind(kinds: str, text: str) -> Iterator[str]:
    return (character for character in text if unicodedata.category(character)[0] in kinds)


def _capital(letter: str) -> str:
    """The capital, unless it takes two letters to write (ß, ŉ)."""
    capital = letter.upper()
    return capital if len(capital) == 1 else letter
