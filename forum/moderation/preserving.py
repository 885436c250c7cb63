"""Keeping what a thing was when it was reported, whatever its author does to it later (L-42)."""

import hashlib
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from forum.models import Attachment, Discussion, Reply, Revision
from forum.models.reply import STEP_LENGTH
from forum.moderation.models import Case, Part, Snapshot
from forum.moderation.targets import Found
from members import avatars
from members.models import AVATAR_LARGE, Member

# What tells one state of a thing from another.
_COMPARED: Final = (
    *("title", "body", "body_html", "author", "author_name", "edited_at"),
    *("revisions", "picture_hash"),
)


def preserve(case: Case, found: Found) -> Snapshot | None:
    """A snapshot of what is reported, or the last one where nothing has changed since.

    Of a page that is no row of ours there is none. At most four queries, whatever it is.
    """
    if found.target is None:
        return None
    taken = Snapshot(case=case, **_state(found))
    last = case.snapshots.order_by("-pk").first()
    if last and all(getattr(last, name) == getattr(taken, name) for name in _COMPARED):
        return last
    taken.save()
    return taken


def _state(found: Found) -> dict[str, Any]:
    author = found.author
    state = {"author": author, "author_name": author.name if author else ""}
    match found.target:
        case Member():
            return state | _of_member(found.target, found.part)
        case Attachment():
            return state | _of_attachment(found.target)
        case Discussion() | Reply():
            return state | _of_written(found.target)
        case _:
            return state


def _of_written(written: Discussion | Reply) -> dict[str, Any]:
    field = "reply" if isinstance(written, Reply) else "discussion"
    revisions = Revision.objects.filter(**{field: written}).order_by("pk")
    discussion = written.discussion if isinstance(written, Reply) else written
    return {
        "title": discussion.title,
        "body": written.body,
        "body_html": written.body_html,
        "written_at": written.written_at,
        "edited_at": written.edited_at,
        "revisions": list(revisions.values_list("pk", flat=True)),
        "parents": _above(written) if isinstance(written, Reply) else [],
        "picture_hash": _hash(_avatar_of(written.author)),
    }


def _above(reply: Reply) -> list[int]:
    """The keys of what a reply stands beneath, outermost first."""
    ends = range(STEP_LENGTH, len(reply.path), STEP_LENGTH)
    paths = [reply.path[:end] for end in ends]
    above = Reply.objects.filter(discussion=reply.discussion_id, path__in=paths)
    return list(above.tree_order().values_list("pk", flat=True))


def _of_member(member: Member, part: Part) -> dict[str, Any]:
    state: dict[str, Any] = {"title": member.name, "picture_hash": _hash(_avatar_of(member))}
    if part == Part.PROFILE:
        state |= {"body": member.about, "body_html": member.about_html}
    return state


def _of_attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "title": attachment.name,
        "written_at": attachment.added_at,
        "picture_hash": _hash(next(reversed(attachment.stored_at), None)),
    }


def _avatar_of(member: Member) -> Path | None:
    return avatars.stored_at(member.avatar_key, AVATAR_LARGE) if member.avatar_key else None


def _hash(path: Path | None) -> str:
    """The SHA-256 of a file beneath MEDIA_ROOT; empty where there is none."""
    if path is None:
        return ""
    try:
        data = (Path(settings.MEDIA_ROOT) / path).read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(data).hexdigest()
