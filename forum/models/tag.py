"""Tags: free labels, many for each discussion."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, NaturalKeyManager, TagBase

from harringay import text
from members.models import Viewer
from members.permissions import can_moderate


class TagQuerySet(models.QuerySet["Tag"]):
    """The questions the site asks about tags."""

    def visible_to(self, viewer: Viewer) -> Self:
        """To everyone, tags of what everyone may read: a hidden discussion's may tell of it."""
        return self if can_moderate(viewer) else self.in_use()

    def in_use(self) -> Self:
        return self.filter(discussion_count__gt=0)


class TagManager(NaturalKeyManager.from_queryset(TagQuerySet)):  # type: ignore[misc]
    """taggit's own, which fixtures ask for, with our questions."""


class Tag(TagBase):
    """A label in the words of whoever first used it; Foxes and foxes are one tag."""

    discussion_count = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[TagManager] = TagManager()

    class Meta:
        verbose_name = "tag"
        verbose_name_plural = "tags"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forum:tag", args=[self.slug])

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = text.slugify(tag)
        return f"{slug}-{i}" if i is not None else slug


class DiscussionTag(ItemBase):
    """That a discussion bears a tag."""

    content_object = models.ForeignKey(
        "forum.Discussion", on_delete=models.CASCADE, related_name="discussion_tags"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="discussion_tags")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="a_tag_is_on_a_discussion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tag} on {self.content_object}"
