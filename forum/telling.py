"""What the forum tells a member of themselves in their export (members.chapters)."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q

from forum.models import Attachment, Discussion, Draft, Follow, ReadMark, Reply, Revision
from members.chapters import Chapter, Row

# Rows in memory at once; a body may have 100,000 characters, twice.
BATCH = 100

# Not why it was hidden: what moderators note there may name who told them.
_STATES = ("edited_at", "hidden_at", "withdrawn_at")
_BODY = ("body", "body_format", "body_html")


def _discussions(member_key: int) -> Iterator[Row]:
    started = Discussion.objects.filter(author=member_key).order_by("started_at", "pk")
    rows = started.values("title", "slug", "started_at", *_STATES, *_BODY, room=F("category__name"))
    yield from rows.iterator(BATCH)


def _replies(member_key: int) -> Iterator[Row]:
    written = Reply.objects.filter(author=member_key).order_by("posted_at", "pk")
    rows = written.values("id", "posted_at", *_STATES, *_BODY, to=F("discussion__title"))
    yield from rows.iterator(BATCH)


def _drafts(member_key: int) -> Iterator[Row]:
    begun = Draft.objects.filter(member=member_key).order_by("saved_at", "pk")
    for draft in begun.select_related("discussion").iterator(BATCH):
        to = draft.discussion.title if draft.discussion else ""
        yield {"saved_at": draft.saved_at, "to": to, **draft.typed}


def _edits(member_key: int) -> Iterator[Row]:
    """What their own words were before; also where somebody else changed them."""
    own = Q(discussion__author=member_key) | Q(reply__author=member_key)
    revisions = Revision.objects.filter(own).order_by("replaced_at", "pk")
    rows = revisions.values("replaced_at", "title", "reply_id", *_BODY, slug=F("discussion__slug"))
    yield from rows.iterator(BATCH)


def _files(member_key: int) -> Iterator[Row]:
    own = Attachment.objects.filter(owner=member_key).order_by("pk")
    yield from own.values("key", "name", "kind", "size", "added_at").iterator(BATCH)


def _stored_files(member_key: int) -> Iterator[tuple[str, Path]]:
    media = Path(settings.MEDIA_ROOT)
    for each in Attachment.objects.filter(owner=member_key).order_by("pk").iterator(BATCH):
        address = each.get_absolute_url().removeprefix(settings.MEDIA_URL)
        yield f"{each.key}{Path(address).suffix}", media / address


def _follows(member_key: int) -> Iterator[Row]:
    own = Follow.objects.filter(member=member_key).order_by("followed_at", "pk")
    rows = own.values(
        *("followed_at", "stopped_at", "muted_at", "reason", "level"),
        of_discussion=F("discussion__title"),
        of_category=F("category__name"),
        of_tag=F("tag__name"),
    )
    yield from rows.iterator(BATCH)


def _read(member_key: int) -> Iterator[Row]:
    marks = ReadMark.objects.filter(member=member_key).order_by("read_at", "pk")
    yield from marks.values("read_at", title=F("discussion__title")).iterator(BATCH)


CHAPTERS = (
    Chapter("discussions", "Discussions that you started", _discussions),
    Chapter("replies", "Your replies", _replies),
    Chapter("drafts", "What you have begun to write", _drafts),
    Chapter("edits", "What your posts said before they were changed", _edits),
    Chapter("files", "Your pictures and files", _files, _stored_files),
    Chapter("follows", "What you follow, and what you have muted", _follows),
    Chapter("read", "How far you have read", _read),
)
