"""Where the words that were looked for stand in a text, and the piece that shows most of them."""

import html
import re
from collections.abc import Collection
from typing import Final

from forum.searching.entries import MARK_END, MARK_START

WORD: Final = re.compile(r"[^\W_]+")

_PIECE: Final = 240  # characters, about forty words
_BEFORE: Final = 60  # of them before the first word that is marked
_MOST_WEIGHED: Final = 20  # places in a text
_TAG: Final = re.compile(r"<[^>]*>")


def plain(clean_html: str) -> str:
    """What stored HTML says, in one line: a twentieth of the time of html.to_text."""
    return " ".join(html.unescape(_TAG.sub(" ", clean_html)).split())


class Marker:
    """Marks words in the forms in which they were found, in small letters or large."""

    def __init__(self, forms: Collection[str]) -> None:
        any_form = "|".join(sorted(map(re.escape, forms)))
        self._form = re.compile(rf"(?<![^\W_])(?:{any_form or '(?!)'})(?![^\W_])", re.IGNORECASE)

    def whole(self, text: str) -> str:
        """All of it, each word between MARK_START and MARK_END."""
        return self._form.sub(rf"{MARK_START}\g<0>{MARK_END}", text)

    def piece(self, text: str) -> str:
        """Where most of the words are, marked, with dots where it was cut; else the beginning."""
        if len(text) <= _PIECE:
            return self.whole(text)
        begin = self._best(text)
        start = text.find(" ", begin - 1) + 1 if begin > 0 else 0
        end = text.rfind(" ", start, start + _PIECE)
        end = len(text) if start + _PIECE >= len(text) or end < 0 else end
        before, after = "…" if start else "", "…" if end < len(text) else ""
        return f"{before}{self.whole(text[start:end][:_PIECE])}{after}"

    def _best(self, text: str) -> int:
        """Where a piece with the most of the words may begin; of several, the first."""
        found = [match.start() for match in self._form.finditer(text)][:_MOST_WEIGHED]
        reach = _PIECE - 2 * _BEFORE
        counts = {at: sum(at <= other < at + reach for other in found) for at in found}
        best = max(counts, key=counts.__getitem__, default=0)
        return max(0, min(best - _BEFORE, len(text) - _PIECE))
