"""Where the old site's ids and addresses lead now, for whoever follows them."""

from typing import TypeVar
from urllib.parse import unquote

from django.db.models import Model, QuerySet

from forum.models import (
    Attachment,
    Category,
    Discussion,
    LegacyAddress,
    LegacyObject,
    Page,
    Reply,
    Tag,
)
from members.models import Member, Viewer

# An address may have been encoded again each time it was copied; nobody did so more often.
MOST_ENCODINGS = 5

# A cut slug must be long enough not to fit by chance.
SHORTEST_PREFIX = 12

Sluggish = TypeVar("Sluggish", Discussion, Page)


class Gone(Exception):
    """It was moved in, and has been taken away since."""


def decoded(text: str) -> str:
    """An id or a slug as it was before anyone encoded it, once or more often."""
    for _ in range(MOST_ENCODINGS):
        text, before = unquote(text), text
        if text == before:
            break
    return text.strip().replace("\x00", "")


def of_id(old_id: str, viewer: Viewer) -> Model | None:
    """What an old id stands for now, if this viewer may see it. Raises Gone."""
    old_id = decoded(old_id)
    if old_id[:2] in {"u_", "f_"}:
        return of_person(old_id[2:])
    for visible in (
        Discussion.objects.visible_to(viewer),
        Reply.objects.visible_to(viewer).select_related("discussion"),
        Category.objects.visible_to(viewer),
        Page.objects.visible_to(viewer),
    ):
        if found := visible.filter(legacy_id=old_id).first():
            return found
    if _was_taken_away(old_id):
        raise Gone
    return None


def of_reply(old_id: str, viewer: Viewer) -> Reply | None:
    if not old_id:
        return None
    visible = Reply.objects.visible_to(viewer).select_related("discussion")
    return visible.filter(legacy_id=decoded(old_id)).first()


def of_discussion(slug: str, viewer: Viewer) -> Discussion | None:
    """A discussion by its slug, an older slug of its, its old id, or a slug cut short."""
    slug = decoded(slug)
    visible = Discussion.objects.visible_to(viewer)
    if ":" in slug:
        return visible.filter(legacy_id=slug).first()
    slug = slug.lower()
    return (
        visible.filter(slug=slug).first()
        or visible.filter(legacy_addresses__path=f"/forum/topics/{slug}").first()
        or _only_one(visible, slug)
    )


def of_path(path: str, viewer: Viewer) -> Discussion | Category | None:
    """What a path of the old site led to; a path that was cut short, if it fits only one."""
    path = decoded(path).lower().rstrip("/")
    discussions = Discussion.objects.visible_to(viewer)
    return (
        discussions.filter(legacy_addresses__path=path).first()
        or Category.objects.visible_to(viewer).filter(legacy_addresses__path=path).first()
        or _only_path(path, viewer)
    )


def of_kind(kind: str, viewer: Viewer) -> Category | None:
    """The category that everything of one kind came into."""
    return Category.objects.visible_to(viewer).filter(legacy_id=f"kind:{kind}").first()


def of_person(name: str) -> Member | None:
    found: Member | None = Member.objects.with_profile().at_address(decoded(name)).first()
    return found


def of_tag(name: str, viewer: Viewer) -> Tag | None:
    visible = Tag.objects.visible_to(viewer)
    found: Tag | None = visible.filter(name__iexact=decoded(name)).first()
    return found


def of_page(slug: str, viewer: Viewer) -> Page | None:
    """A page by its slug, or by one that was cut short."""
    slug = decoded(slug).lower()
    visible = Page.objects.visible_to(viewer)
    return visible.filter(slug=slug).first() or _only_one(visible, slug)


def of_file(old_id: str, viewer: Viewer) -> Attachment | None:
    """A file by the number in its id, which its name in the archive begins with."""
    number = decoded(old_id).rpartition(":")[2]
    if not (number.isascii() and number.isdigit()):
        return None
    visible = Attachment.objects.visible_to(viewer)
    return visible.filter(legacy_path__contains=f"/{number}-").first()


def _only_path(path: str, viewer: Viewer) -> Discussion | Category | None:
    section, _, last = path.rpartition("/")
    if len(last) < SHORTEST_PREFIX:
        return None
    likely = LegacyAddress.objects.filter(path__startswith=f"{section}/{last}")
    visible = likely.filter(discussion__in=Discussion.objects.visible_to(viewer))
    found = list(visible.select_related("discussion")[:2])
    return found[0].discussion if len(found) == 1 else None


def _only_one(visible: QuerySet[Sluggish], slug: str) -> Sluggish | None:
    """The thing whose slug begins so, where there is only one."""
    if len(slug) < SHORTEST_PREFIX:
        return None
    found = list(visible.filter(slug__startswith=slug)[:2])
    return found[0] if len(found) == 1 else None


def _was_taken_away(old_id: str) -> bool:
    """Whether it was moved in and is nowhere now, or its author took it back."""
    if not LegacyObject.objects.filter(key=old_id).exists():
        return False
    discussion = Discussion.objects.filter(legacy_id=old_id).first()
    others = (Reply, Category, Page)
    if discussion is None:
        return not any(model.objects.filter(legacy_id=old_id).exists() for model in others)
    return discussion.is_withdrawn and not discussion.is_hidden
