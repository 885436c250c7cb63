"""Tags: free labels, many for each discussion."""

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from harringay import text


class Tag(TagBase):
    """A label in the words of whoever first used it; Foxes and foxes are one tag."""

    discussion_count = models.PositiveIntegerField(default=0, editable=False)

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
