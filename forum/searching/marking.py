"""Where the words that were looked for stand in a text, and the piece that shows most of them."""

import html
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from forum.searching.entries import MARK_END, MARK_START

WORD: Final = re.compile(r"[^\W_]+")

_PIECE: Final = 240  # characters, about forty words
_BEFORE: Final = 60  # of them before the first word that is marked
_MOST_WEIGHED: Final = 20  # places in a text
_TAG: Final = re.compile(r"<[^>]*>")

Place = tuple[int, int]  # where a word begins, and where it has ended


def plain(clean_html: str) -> str:
    """What stored HTML says, in one line: a twentieth of the time of html.to_text."""
    return " ".join(html.unescape(_TAG.sub(" ", clean_html)).split())


class Marker:
    """Marks words in the forms in which they were found."""

    def __init__(self, forms: Collection[str]) -> None:
        any_form = "|".join(sorted(map(re.escape, forms)))
        # What stands before a word is looked at afterwards: a pattern that begins with letters is
        # found in a third of the time.
        self._form = re.compile(rf"(?:{any_form or '(?!)'})(?![^\W_])")

    def whole(self, text: str) -> str:
        """All of it, each word between MARK_START and MARK_END."""
        return _between_marks(text, self._places(text), 0, len(text))

    def piece(self, text: str) -> str:
        """Where most of the words are, marked, with dots where it was cut; else the beginning."""
        places = self._places(text)
        if len(text) <= _PIECE:
            return _between_marks(text, places, 0, len(text))
        start, end = _around(text, _best(places))
        before, after = "…" if start else "", "…" if end < len(text) else ""
        return f"{before}{_between_marks(text, places, start, end)}{after}"

    def _places(self, text: str) -> list[Place]:
        found = (match.span() for match in self._form.finditer(text))
        return [place for place in found if not text[place[0] - 1 : place[0]].isalnum()]


def _between_marks(text: str, places: Iterable[Place], start: int, end: int) -> str:
    pieces = []
    for first, last in places:
        if start <= first and last <= end:
            pieces += [text[start:first], MARK_START, text[first:last], MARK_END]
            start = last
    return "".join([*pieces, text[start:end]])


def _best(places: Sequence[Place]) -> int:
    """Where a piece with the most of the words may begin; of several, the first."""
    found = [first for first, _ in places[:_MOST_WEIGHED]]
    if len(found) <= 1:
        return found[0] if found else 0
    reach = _PIECE - 2 * _BEFORE
    counts = [bisect_left(found, at + reach) - nth for nth, at in enumerate(found)]
    return found[counts.index(max(counts))]


def _around(text: str, at: int) -> tuple[int, int]:
    """From the end of a word to the end of another, so that what is there is in between."""
    begin = max(0, min(at - _BEFORE, len(text) - _PIECE))
    start = text.find(" ", begin - 1, at) + 1 or begin if begin else 0
    if start + _PIECE >= len(text):
        return start, len(text)
    end = text.rfind(" ", start, start + _PIECE)
    return start, end if end > at else start + _PIECE
