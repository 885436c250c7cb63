"""What of some editions each of some members need not be told: they have read it, or muted it.

Four queries for all of them together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.models import CategoryReadMark, Follow, ReadMark
from members.models import Mute
from notifications.models import EditionItem

# A member's key, with that of a discussion, of a category or of another member.
Pair = tuple[int, int]


@dataclass(frozen=True)
class Known:
    """How far members have read, and what they do not wish to hear of."""

    read_at: Mapping[Pair, datetime]
    room_read_at: Mapping[Pair, datetime]
    muted: Collection[Pair]
    muted_authors: Collection[Pair]

    def is_new(self, item: EditionItem, member: int) -> bool:
        """Whether neither of the member's marks has passed the item's newest."""
        discussion = item.discussion
        if (member, discussion.pk) in self.muted:
            return False
        if (member, discussion.author_id) in self.muted_authors:
            return False
        marks = (
            self.read_at.get((member, discussion.pk)),
            self.room_read_at.get((member, discussion.category_id)),
        )
        return all(mark is None or mark < item.newest_at for mark in marks)


def known_to(members: Collection[int], items: Iterable[EditionItem]) -> Known:
    discussions = {item.discussion_id: item.discussion for item in items}
    about = discussions.keys()
    rooms = {discussion.category_id for discussion in discussions.values()}
    authors = {discussion.author_id for discussion in discussions.values()}
    marks = ReadMark.objects.filter(member__in=members, discussion__in=about)
    room_marks = CategoryReadMark.objects.filter(member__in=members, category__in=rooms)
    muted = Follow.objects.filter(member__in=members, discussion__in=about, muted_at__isnull=False)
    muted_authors = Mute.objects.filter(member__in=members, muted__in=authors)
    return Known(
        {
            (member, pk): at
            for member, pk, at in marks.values_list("member", "discussion", "read_at")
        },
        {
            (member, pk): at
            for member, pk, at in room_marks.values_list("member", "category", "read_at")
        },
        set(muted.values_list("member", "discussion")),
        set(muted_authors.values_list("member", "muted")),
    )
