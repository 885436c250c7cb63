"""The site's tables as the bare views read them, and one of their own to write to."""

from django.db import models
from django.utils import timezone


class Author(models.Model):
    """A member, of whom only the name is asked."""

    name = models.CharField(max_length=60)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "members_member"

    def __str__(self) -> str:
        return self.name


class Reply(models.Model):
    """A reply, as one query finds it with the index that the site has."""

    author = models.ForeignKey(Author, on_delete=models.DO_NOTHING, related_name="replies")
    discussion_id = models.BigIntegerField()
    path = models.CharField(max_length=36)
    posted_at = models.DateTimeField()
    body_html = models.TextField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "forum_reply"

    def __str__(self) -> str:
        return self.path


class Note(models.Model):
    """What the bare insert inserts."""

    body = models.TextField()
    posted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "bare"
        db_table = "bench_note"

    def __str__(self) -> str:
        return f"Note {self.pk}"
