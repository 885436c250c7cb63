"""What a search index is asked, and what it answers, on either database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, Self

from forum.models import Discussion, DiscussionQuerySet, Reply, ReplyQuerySet

DISCUSSION: Final = "discussion"
REPLY: Final = "reply"

# Where a found word begins and ends. Nothing stored holds control characters.
MARK_START: Final = "\x02"
MARK_END: Final = "\x03"

# Ranking looks at the newest thousand matches, so that its cost has an end.
MOST_MATCHES: Final = 1000


class Entry(NamedTuple):
    """One thing that can be found."""

    kind: str
    pk: int

    @classmethod
    def of(cls, row: Discussion | Reply) -> Self:
        return cls(DISCUSSION if isinstance(row, Discussion) else REPLY, row.pk)


class Marked(NamedTuple):
    """Plain text in which each found word stands between MARK_START and MARK_END."""

    title: str
    snippet: str


@dataclass(frozen=True)
class Scope:
    """Where to look: what the viewer may see, as far as the filters let it through.

    Both moments are included, and have been applied to both querysets already.
    """

    discussions: DiscussionQuerySet
    replies: ReplyQuerySet
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Slice:
    """Which of the matches are asked for, and in which order; newest first unless ranked."""

    is_ranked: bool
    offset: int
    size: int


@dataclass(frozen=True)
class Matches:
    """A slice of the matches, and how many there are, counted to MOST_MATCHES and no further."""

    entries: list[Entry]
    count: int
