"""Names that must be unique, chosen many at a time by the old site's rule: a clash gets -1."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import count, islice

# How many numbers are tried in one query, so that 20,000 untitled photos cost 400 queries.
_AT_ONCE = 50


class FreeNames:
    """Hands out names that nobody has, and that it has not handed out before.

    `taken` says which of some lower-case names are taken. Names differ by more than their case.
    """

    def __init__(self, taken: Callable[[Collection[str]], Collection[str]]) -> None:
        self._taken = taken
        self._spare: dict[str, Iterator[str]] = {}

    def claim(self, wanted: Sequence[str]) -> list[str]:
        """A free name for each that is wanted; the first who wants one has it as it is."""
        gone = set(self._taken({name.lower() for name in wanted}))
        names = []
        for name in wanted:
            free = name
            while free.lower() in gone:
                free = next(self._numbered(name))
            gone.add(free.lower())
            names.append(free)
        return names

    def _numbered(self, name: str) -> Iterator[str]:
        if name not in self._spare:
            self._spare[name] = self._free_numbers(name)
        return self._spare[name]

    def _free_numbers(self, name: str) -> Iterator[str]:
        numbered = (f"{name}-{number}" for number in count(1))
        while tried := list(islice(numbered, _AT_ONCE)):
            taken = set(self._taken({each.lower() for each in tried}))
            yield from (each for each in tried if each.lower() not in taken)
