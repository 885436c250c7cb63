"""The chapters of a member's export; each app adds those of what it holds when it is ready.

A chapter tells of one member alone: nobody else's e-mail address or IP address is in it, and
nobody who reported anything (safety L-50).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

Row = Mapping[str, object]


def no_files(_member_key: int) -> Iterator[tuple[str, Path]]:
    """What most chapters have."""
    return iter(())


class Chapter(NamedTuple):
    """What is told of one kind of thing, given the member's key.

    `rows` must not be read all at once: somebody has written 50,000 replies. What ends in `_html`
    is clean HTML, which the readable page shows in place of its source. `files` are what the member
    sent us: the name that each has in the zip, and where it lies.
    """

    name: str
    title: str
    rows: Callable[[int], Iterable[Row]]
    files: Callable[[int], Iterable[tuple[str, Path]]] = no_files


CHAPTERS: list[Chapter] = []
