"""Pictures and words to be taken out of reach, and what is left of them."""

from pathlib import Path
from typing import Any

from django.conf import settings

from forum.models import Attachment, Reply
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, Report
from harringay import html
from members.models import Member, Role
from tests.factories import make_member
from tests.forum.moderation.reported import decide
from tests.forum.moderation.reports import receive

WORDS = "Where the pictures are."
PICTURE = b"RIFF a picture"


def picture_on(reply: Reply) -> Attachment:
    fields = {"kind": Attachment.Kind.PICTURE, "widths": [640, 1600], "name": "fox.jpg"}
    return Attachment.objects.create(size=1, owner=reply.author, reply=reply, **fields)


def show_picture(reply: Reply) -> Reply:
    """The same reply with one more picture that stands in its words."""
    picture = picture_on(reply)
    reply.body_html += html.pictures.element(picture.key, "A fox")
    reply.save(update_fields=["body_html"])
    return reply


def store(attachment: Attachment) -> None:
    for path in attachment.stored_at:
        whole = Path(settings.MEDIA_ROOT) / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_bytes(PICTURE + path.name.encode())


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*")}


def said_by(reply: Reply) -> dict[str, Any]:
    """Every column of it, and of what it said before."""
    reply.refresh_from_db()
    row = {field.attname: getattr(reply, field.attname) for field in reply._meta.concrete_fields}
    return row | {"revisions": list(reply.revisions.values())}


def report(thing: Any, committed: Any, **how: Any) -> Report:
    with committed():
        return receive(thing.get_absolute_url(), kind=Kind.CHILD, **{"by": make_member(), **how})


def decided(action: Action, committed: Any, *, by: Member, **how: Any) -> Decision:
    with committed():
        return decide(Case.objects.get(), action, by=by, **how)


def make_moderator() -> Member:
    return make_member(role=Role.MODERATOR, has_second_factor=True)
