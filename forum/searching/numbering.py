"""The number of an entry in either index, from which moment, kind and id can be read.

From its highest bit: seconds since 1970, one bit of kind, and the id. Entries in the order of their
numbers are in the order of their moments, so the newest matches are those of the highest numbers.
"""

from datetime import datetime
from typing import Final

from forum.searching.entries import DISCUSSION, REPLY, Entry

ID_BITS: Final = 30
ID_MASK: Final = (1 << ID_BITS) - 1
SECONDS_SHIFT: Final = ID_BITS + 1
_FURTHEST_SECOND: Final = 2**32 - 1
_KINDS: Final = (DISCUSSION, REPLY)

# SQL for the keys of the entries of a page of the index.
_FOUND: Final = f"SELECT entry & {ID_MASK} FROM page WHERE entry >> {ID_BITS} & 1"  # noqa: S608  of ours
FOUND_DISCUSSIONS: Final = f"{_FOUND} = 0"
FOUND_REPLIES: Final = f"{_FOUND} = 1"


def number_of(entry: Entry, moment: datetime) -> int:
    return _second(moment) << SECONDS_SHIFT | _KINDS.index(entry.kind) << ID_BITS | entry.pk


def entry_of(number: int) -> Entry:
    return Entry(_KINDS[number >> ID_BITS & 1], number & ID_MASK)


def numbers_between(since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """The lowest and the highest number of entries from one moment to another."""
    lowest = _second(since) << SECONDS_SHIFT if since else -(2**63)
    highest = (_second(until) + 1 << SECONDS_SHIFT) - 1 if until else 2**63 - 1
    return lowest, highest


def _second(moment: datetime) -> int:
    return max(-_FURTHEST_SECOND, min(int(moment.timestamp()), _FURTHEST_SECOND))
