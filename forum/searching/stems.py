"""Which words of a text are those that were looked for, in whatever form: by PostgreSQL's stemmer.

Its ts_headline would stem every word of every text again: 5 ms for twenty. Here a process asks for
the stems of a word once, and only of words with a letter in common: no stem loses its first.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django.db import connection

from forum.searching.marking import WORD

_MOST_KEPT: Final = 50_000  # words; some 10 MB
_STEMS: Final = """
    SELECT word, tsvector_to_array(to_tsvector('harringay', word)) FROM unnest(%s::text[]) AS word
"""

_kept: Final[dict[str, frozenset[str]]] = {}


def forms_in(texts: Iterable[str], *, of: Iterable[str]) -> set[str]:
    """The words in these texts that are found by the words `of` a question, as they are written.

    No query once the stems are known, else one.
    """
    wanted = {word.casefold() for word in WORD.findall(" ".join(of))}
    initials = frozenset(_initial(word[0]) for word in wanted)
    words = set(_beginning_with(initials).findall(" ".join(texts)))
    there = {word: word.casefold() for word in words if _initial(word[0]) in initials}
    _read({*wanted, *there.values()} - _kept.keys())
    found = frozenset[str]().union(*(_kept.get(word, ()) for word in wanted))
    return {form for form, word in there.items() if not found.isdisjoint(_kept.get(word, ()))}


@lru_cache(maxsize=1000)
def _beginning_with(initials: frozenset[str]) -> re.Pattern[str]:
    """Words that begin with any of these letters, or with one that is not ASCII.

    What stands before a word is looked at afterwards, as in Marker.
    """
    letters = "".join(re.escape(letter + letter.upper()) for letter in sorted(initials))
    return re.compile(rf"[{letters}\x80-\U0010ffff](?<=[^\W_])(?<![^\W_].)[^\W_]*", re.DOTALL)


@lru_cache(maxsize=1000)
def _initial(letter: str) -> str:
    """The letter, small and without its accent."""
    return unicodedata.normalize("NFD", letter.casefold())[0]


def _read(unknown: set[str]) -> None:
    if not unknown:
        return
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [sorted(unknown)])
        _kept.update((word, frozenset(stems)) for word, stems in cursor.fetchall())
