"""Putting tags in order: a better name for one, or one of two that mean the same."""

from django.db import transaction

from forum import counting
from forum.errors import NotAllowed
from forum.models import Discussion, DiscussionTag, Tag
from forum.permissions import can_moderate
from members.models import Member


def rename(tag: Tag, *, to: str, by: Member) -> None:
    """Spell a tag another way. Its address stays. Raises NotAllowed where that tag exists."""
    _check(by)
    if Tag.objects.filter(name__iexact=to).exclude(pk=tag.pk).exists():
        raise NotAllowed(f"There is a tag “{to}” already; merge the two instead.")
    tag.name = to
    # Not save(): taggit's looks for a free slug, and this one has its own.
    Tag.objects.filter(pk=tag.pk).update(name=to)


@transaction.atomic
def merge(tag: Tag, *, into: Tag, by: Member) -> None:
    """Put `into` on whatever bears `tag`, which then goes. Raises NotAllowed."""
    _check(by)
    if tag == into:
        raise NotAllowed("A tag cannot be merged into itself.")
    bears_both = Discussion.objects.tagged(into).values("pk")
    moved = DiscussionTag.objects.filter(tag=tag).exclude(content_object__in=bears_both)
    moved.update(tag=into)
    tag.delete()
    counting.settle_tags([into])


def _check(by: Member) -> None:
    if not can_moderate(by):
        raise NotAllowed("Only moderators can change tags.")
