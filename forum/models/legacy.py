"""What came from the old site: its addresses, and every object as it was."""

from django.db import models

from forum.models.category import Category
from forum.models.discussion import Discussion


class LegacyAddress(models.Model):
    """A path that once led to a discussion or a category, and must go on leading there.

    Also the slugs that a discussion had before its title changed on the first day.
    `path` is lower-case, begins with a slash, and has neither query nor final slash.
    """

    path = models.CharField(max_length=300, unique=True)
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, null=True, related_name="legacy_addresses"
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, related_name="legacy_addresses"
    )

    class Meta:
        verbose_name_plural = "legacy addresses"

    def __str__(self) -> str:
        return self.path


class LegacyObject(models.Model):
    """One object of the archive exactly as it was read; nothing of it is ever lost.

    `key` is its id, or its place in the file where it has none; `digest` tells a second run
    whether anything changed.
    """

    file = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    raw = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "key"], name="an_old_object_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.key}"
