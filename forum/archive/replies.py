"""Old comments as replies: a whole batch of discussions at a time, parents before answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from forum import paging
from forum.archive import attaching
from forum.archive.converter import OldDiscussion, OldReply
from forum.archive.report import Report
from forum.archive.run import NO_WORDS, Words
from forum.models import Discussion, Reply
from forum.models.reply import path_of
from members.models import Member

# SQLite takes 32,766 values in one query.
_IDS_AT_ONCE = 10_000


class Join(NamedTuple):
    """An old discussion, ours that it became, and the words of its replies by old id."""

    old: OldDiscussion
    discussion: Discussion
    words: Mapping[str, Words]


@dataclass(frozen=True)
class _Placed:
    """A reply that has its place; only a new one has words."""

    reply: Reply
    parent: Reply | None = None
    generation: int = 0
    words: Words = NO_WORDS

    @property
    def is_new(self) -> bool:
        return self.words is not NO_WORDS


def add(joins: Sequence[Join], members: Mapping[str, Member], report: Report) -> None:
    """Give each discussion the replies that it does not have yet, and settle its numbers.

    `members` are by screen name.
    """
    here = _replies_with([reply.legacy_id for join in joins for reply in join.old.replies])
    placing = _Placing(members, here)
    added = [(join.discussion, placing.new(join)) for join in joins]
    every = [placed for _, new in added for placed in new]
    _save(every)
    for discussion, new in added:
        _settle(discussion, [placed.reply for placed in new])

    files = [file for each in every for file in attaching.of_reply(each.reply, each.words)]
    report.added["files"] += attaching.save(files)
    report.added["replies"] += len(every)


class _Placing:
    """Numbers and paths for new replies, in the order in which they were written."""

    def __init__(self, members: Mapping[str, Member], here: Mapping[str, Reply]) -> None:
        self.members = members
        self.here = here
        self.taken = set(here)

    def new(self, join: Join) -> list[_Placed]:
        every: list[_Placed] = []
        for old in join.old.replies:
            above = every[old.parent] if old.parent is not None else None
            here = self.here.get(old.legacy_id)
            if here and here.discussion_id == join.discussion.pk:
                every.append(_Placed(here))
            else:
                every.append(self._placed(old, join, above))
        return [placed for placed in every if placed.is_new]

    def _placed(self, old: OldReply, join: Join, above: _Placed | None) -> _Placed:
        discussion, words = join.discussion, join.words[old.legacy_id]
        discussion.last_number += 1
        reply = Reply(
            # The same comment in a second discussion cannot have the same id.
            legacy_id=old.legacy_id if old.legacy_id not in self.taken else None,
            discussion=discussion,
            author=self.members[old.author],
            number=discussion.last_number,
            path=path_of(discussion.last_number, above.reply.path if above else ""),
            posted_at=old.posted_at,
            **words.fields,
        )
        self.taken.add(old.legacy_id)
        if above is None:
            return _Placed(reply, words=words)
        above.reply.answer_count += 1
        return _Placed(reply, above.reply, above.generation + 1, words)


def _save(placed: list[_Placed]) -> None:
    """Generation by generation: an answer needs the number of what it answers."""
    is_saved = {id(each.reply) for each in placed}
    placed.sort(key=attrgetter("generation"))
    for _, generation in groupby(placed, key=attrgetter("generation")):
        rows = list(generation)
        for each in rows:
            each.reply.parent = each.parent
        Reply.objects.bulk_create([each.reply for each in rows])
    answered = {
        each.parent.pk: each.parent
        for each in placed
        if each.parent and id(each.parent) not in is_saved
    }
    Reply.objects.bulk_update(answered.values(), ["answer_count"])


def _settle(discussion: Discussion, new: list[Reply]) -> None:
    """What forum.counting would say of the discussion, from what is at hand."""
    if not new:
        return
    newest = max(new, key=lambda reply: (reply.posted_at, reply.pk))
    if newest.posted_at >= discussion.last_activity_at:
        discussion.last_activity_at = newest.posted_at
        discussion.last_reply_by = newest.author
    discussion.reply_count += len(new)
    discussion.save(
        update_fields=["last_number", "reply_count", "last_activity_at", "last_reply_by"]
    )
    if discussion.last_number > paging.PAGE_SIZE:
        paging.rebuild(discussion)


def _replies_with(legacy_ids: Sequence[str]) -> dict[str, Reply]:
    found: dict[str, Reply] = {}
    for start in range(0, len(legacy_ids), _IDS_AT_ONCE):
        replies = Reply.objects.filter(legacy_id__in=legacy_ids[start : start + _IDS_AT_ONCE])
        found |= {reply.legacy_id or "": reply for reply in replies.defer("body", "body_html")}
    return found
