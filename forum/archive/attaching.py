"""Rows for the files that stand in what was moved in."""

from collections.abc import Iterator

from forum.archive.run import Words
from forum.models import Attachment, Discussion, Reply
from members.models import Member

MAX_PATH = 500


def of_discussion(discussion: Discussion, words: Words) -> Iterator[Attachment]:
    """The files of an opening post that has been saved."""
    for row in _rows(words, discussion.legacy_id, discussion.author):
        row.discussion = discussion
        row.added_at = discussion.started_at
        yield row


def of_reply(reply: Reply, words: Words) -> Iterator[Attachment]:
    """The files of a reply that has been saved."""
    for row in _rows(words, reply.legacy_id, reply.author):
        row.reply = reply
        row.added_at = reply.posted_at
        yield row


def save(rows: list[Attachment]) -> int:
    """Save them; returns how many. The same post twice in an archive has the same files."""
    Attachment.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _rows(words: Words, post_id: str | None, owner: Member) -> Iterator[Attachment]:
    for stored in words.files:
        row = stored.as_attachment()
        row.owner = owner
        row.legacy_path = f"{post_id} {stored.path}"[:MAX_PATH]
        yield row
