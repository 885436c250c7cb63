"""What a search index is asked, and what it answers, on either database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

DISCUSSION: Final = "discussion"
REPLY: Final = "reply"

# Where a found word begins and ends. Nothing stored holds control characters.
MARK_START: Final = "\x02"
MARK_END: Final = "\x03"

# Ranking looks at the newest three hundred matches, so that its cost has an end: to read a thousand
# takes PostgreSQL longer than all the rest of a search.
MOST_MATCHES: Final = 300

# Of everything with the words, no more than so many, the newest, are asked whether they are where
# the search looks: 40 ms at worst (SQLite) or 90 ms (PostgreSQL).
MOST_CANDIDATES: Final = 20_000


class Entry(NamedTuple):
    """One thing that can be found."""

    kind: str
    pk: int


class Rooms(NamedTuple):
    """What is looked at as a whole; a category and a tag by number, None is all."""

    is_for_moderator: bool
    category: int | None = None
    tag: int | None = None


@dataclass(frozen=True)
class Scope:
    """Where to look. What the indexes know by themselves is named apart: a few discussions and an
    author, by number, and two moments, both included. None is all.
    """

    rooms: Rooms
    few: Sequence[int] | None = None
    author: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Slice:
    """Which of the matches are asked for, and in which order; newest first unless ranked.

    `is_thorough` leaves out what may not be seen before the newest are taken, not only after they
    were ranked. That takes 2 ms more, and is needed where much is left out.
    """

    is_ranked: bool
    offset: int
    size: int
    is_thorough: bool = False


class Row(NamedTuple):
    """One of the matches, as the database gives it.

    `marked_title` (of a discussion) and `snippet` are plain text in which each found word stands
    between MARK_START and MARK_END.
    """

    entry: Entry
    moment: datetime
    marked_title: str
    snippet: str
    title: str
    slug: str
    category: str
    author: tuple[Any, ...]
    is_muted: bool


class Statement(NamedTuple):
    """SQL that is asked together with a search, and its parameters."""

    sql: str
    params: Sequence[Any]


@dataclass(frozen=True)
class Matches:
    """A slice of the matches; `is_cut` says whether older ones were left out of account.

    `version` is that of what visitors see, of the moment of the search (forum.changes).
    """

    rows: list[Row]
    is_cut: bool
    version: int | None
