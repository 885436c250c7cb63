"""What something said before it was changed, kept for moderators."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.models.discussion import Discussion
from forum.models.reply import Reply
from forum.models.written import BodyFormat
from harringay import moments


class Revision(models.Model):
    """The words of a discussion or a reply before one edit; exactly one of the two is set."""

    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, null=True, related_name="revisions"
    )
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="revisions")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    body_format = models.CharField(max_length=4, choices=BodyFormat.choices)
    body_html = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-replaced_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discussion__isnull=True) ^ models.Q(reply__isnull=True),
                name="a_revision_is_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"Before {moments.short(self.replaced_at)}"
