"""What a reported address points at: a discussion, a reply, a profile, a picture, or just a page.

Whatever was taken down or taken back is found too: a report of it is as good as any other.
"""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db import models
from django.urls import Resolver404, resolve

from forum import naming
from forum.models import Attachment, Discussion, Reply
from forum.moderation.models import Part, target_field
from harringay import text
from members.models import Member, Viewer
from members.permissions import can_moderate

ADDRESS_LENGTH: Final = 500
Thing = Discussion | Reply | Attachment | Member

# No key has more digits, and no database can be asked for one that does.
_ANCHOR: Final = re.compile(r"reply-(\d{1,18})")


class Found(NamedTuple):
    """What stands at an address: which part, of which row of ours if it is one."""

    part: Part
    target: Thing | None
    address: str

    @property
    def keys(self) -> dict[str, Thing]:
        """The field of a case that points at it, if there is one."""
        return {target_field(self.target): self.target} if self.target else {}

    @property
    def author(self) -> Member | None:
        """Whose it is: who wrote it, or put it there."""
        match self.target:
            case Discussion() | Reply():
                return self.target.author
            case Attachment():
                return self.target.owner
            case _:
                return self.target

    @property
    def name(self) -> str:
        """In words, as "reply by Asha"; of what is no row of ours, its address."""
        if self.author is None:
            return self.address
        return f"{self.part.label} {'of' if self.is_member else 'by'} {self.author.shown_name}"

    @property
    def is_member(self) -> bool:
        """Whether it is somebody's profile or portrait, and nothing that they wrote."""
        return isinstance(self.target, Member)

    def as_seen_by(self, viewer: Viewer) -> "Found":
        """Nothing but its address, where this viewer may not see it. One query at the most."""
        return self if self.is_seen_by(viewer) else Found(Part.PAGE, None, self.address)

    def is_seen_by(self, viewer: Viewer) -> bool:
        """Whether it is where it was for this viewer. One query at the most."""
        return self.target is None or _is_visible(self.target, viewer)


def path_of(address: str) -> str:
    """Where on this site an address points, its `#` included; empty where that is elsewhere."""
    address = text.single_line(address)
    parts = _split(address) if address else None
    if parts is None or (parts.netloc and not _is_ours(parts)):
        return ""
    path = parts.path.rstrip("/") or "/"
    if not path.startswith("/") or path.startswith("//"):
        return ""
    query = f"?{parts.query}" if parts.query else ""
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    return f"{path}{query}{anchor}"[:ADDRESS_LENGTH]


def find(path: str) -> Found:
    """What a path on this site points at. Two queries at the most."""
    parts = urlsplit(path)
    if anchor := _ANCHOR.fullmatch(parts.fragment):
        reply = _reply(pk=int(anchor[1]))
        if reply:
            return Found(Part.REPLY, reply, path)
    place = unquote(parts.path)
    try:
        match = resolve(place)
    except Resolver404:
        return Found(Part.PAGE, None, path)
    part, look = _LOOKS.get(match.view_name, (Part.PAGE, _nothing))
    # PostgreSQL cannot even be asked for a NUL.
    thing = None if "\0" in place else look(**match.kwargs)
    return Found(part, thing, path) if thing else Found(Part.PAGE, None, path)


def _split(address: str) -> SplitResult | None:
    """People leave out the `https://`, and a browser shows none."""
    host = urlsplit(settings.SITE_URL).netloc
    if address.casefold().startswith(f"{host}/"):
        address = f"//{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts if parts.scheme in {"", "http", "https"} else None


def _is_ours(parts: SplitResult) -> bool:
    ours = {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS}
    try:
        return parts.hostname in ours
    except ValueError:
        return False


def _discussion(slug: str, **_more: Any) -> Discussion | None:
    found = Discussion.objects.select_related("author").filter(naming.at_slug(slug))
    return found.first()


def _reply(pk: int, **_more: Any) -> Reply | None:
    return Reply.objects.select_related("author", "discussion__author").filter(pk=pk).first()


def _profile(address: str, **_more: Any) -> Member | None:
    found: Member | None = Member.objects.at_address(address).first()
    return found


def _avatar(key: str, **_more: Any) -> Member | None:
    with_it = models.Q(avatar_key=key) | models.Q(hidden_avatar_key=key)
    found: Member | None = Member.objects.filter(with_it).first()
    return found


def _attachment(key: str, **_more: Any) -> Attachment | None:
    attachments = Attachment.objects.select_related("owner", "discussion__author", "reply__author")
    return attachments.filter(key=key).first()


def _nothing(**_more: Any) -> None:
    return None


_LOOKS: Final[dict[str, tuple[Part, Callable[..., Thing | None]]]] = {
    "forum:discussion": (Part.DISCUSSION, _discussion),
    "forum:reply": (Part.REPLY, _reply),
    "members:profile": (Part.PROFILE, _profile),
    "members:avatar": (Part.AVATAR, _avatar),
    "forum:picture": (Part.PICTURE, _attachment),
    "forum:file": (Part.PICTURE, _attachment),
}


def _is_visible(thing: Thing, viewer: Viewer) -> bool:
    if isinstance(thing, Member):
        return can_moderate(viewer) or (thing.is_active and not thing.has_left)
    rows: models.QuerySet[Any] = type(thing).objects.visible_to(viewer)
    return rows.filter(pk=thing.pk).exists()
