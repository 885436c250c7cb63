"""Drafts: what members have begun to write, and not posted yet."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.discussion import Discussion
from forum.models.reply import Reply
from members.models import Member


class Draft(models.Model):
    """What one member has typed into one form: nobody else is shown it.

    Invariants
      - There is one for each member and place. A place is a discussion, a reply in it that is
        being answered, or neither where a discussion is being started.
      - `typed` is what the form's fields held, by their names, unchecked.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, null=True, related_name="drafts"
    )
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="drafts")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(discussion=None, reply=None),
                name="one_draft_of_a_new_discussion",
            ),
            models.UniqueConstraint(
                fields=["member", "discussion"],
                condition=Q(reply=None),
                name="one_draft_in_a_discussion",
            ),
            models.UniqueConstraint(fields=["member", "reply"], name="one_draft_to_a_reply"),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.saved_at:%d %b %Y, %H:%M}"
