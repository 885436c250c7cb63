"""The search box's small language: words, "a phrase", and -what to leave out."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

# Phones write curly quotes; whoever typed them meant straight ones.
_QUOTES: Final = str.maketrans("“”„‟«»", '""""""')
_TERM: Final = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')

# White space, controls and ASCII punctuation: neither index keeps any of it, and no operator of
# either database's own language is made of anything else.
_BETWEEN_WORDS: Final = re.compile(r"[\x00-/:-@\[-`{-\x9f\s]+")


@dataclass(frozen=True)
class Query:
    """What to look for, and what to leave out.

    Each entry is a word, or a phrase: several words with one space between them. Words hold no
    ASCII but letters and digits.
    """

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()

    def as_match(self, column: str = "") -> str:
        """The same question for FTS5's MATCH, of all columns or of one."""
        wanted = f"{column} : ({_quoted(self.wanted)})" if column else _quoted(self.wanted)
        return " NOT ".join([wanted, *(f'"{words}"' for words in self.unwanted)])

    def as_websearch(self) -> str:
        """The same question for PostgreSQL's websearch_to_tsquery."""
        return " ".join([_quoted(self.wanted), *(f'-"{words}"' for words in self.unwanted)])

    @property
    def text(self) -> str:
        """The same question as it can be typed again: however it was typed, it is this one text."""
        wanted = [_typed(words) for words in self.wanted]
        return " ".join([*wanted, *(f"-{_typed(words)}" for words in self.unwanted)])

    @property
    def words(self) -> str:
        """Every word that is wanted, wherever it stands, for websearch_to_tsquery."""
        return _quoted(tuple(word for words in self.wanted for word in words.split()))


def parse(typed: str) -> Query:
    """Read what somebody typed; anything can be read, if only as a query that wants nothing."""
    typed = unicodedata.normalize("NFC", typed).translate(_QUOTES)
    wanted: list[str] = []
    unwanted: list[str] = []
    for sign, phrase, word in _TERM.findall(typed):
        words = _BETWEEN_WORDS.sub(" ", phrase or word).strip()
        if any(character.isalnum() for character in words):
            (unwanted if sign else wanted).append(words)
    return Query(wanted=tuple(wanted), unwanted=tuple(unwanted))


def _quoted(terms: tuple[str, ...]) -> str:
    return " ".join(f'"{words}"' for words in terms)


def _typed(words: str) -> str:
    return f'"{words.lower()}"' if " " in words else words.lower()
