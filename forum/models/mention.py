"""Mentions: who is called by name in what somebody wrote."""

from django.db import models

from forum.models.discussion import Discussion
from forum.models.reply import Reply
from members.models import Member


class Mention(models.Model):
    """One member whom an opening post or a reply mentions; exactly one of the two is set.

    Invariants
      - There is one for each member whom the `body_html` links by an `@`, and no other.
      - Who it is was decided when it was written, and is not decided again by a new name.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mentions")
    # Without an index of their own: the constraints below begin with them.
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, null=True, related_name="mentions", db_index=False
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, null=True, related_name="mentions", db_index=False
    )
    words = models.JSONField(
        default=list, help_text="What the author wrote after the @, in one way or in several."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discussion__isnull=True) ^ models.Q(reply__isnull=True),
                name="a_mention_is_in_one_thing",
            ),
            models.UniqueConstraint(
                fields=["discussion", "member"], name="a_discussion_mentions_one_once"
            ),
            models.UniqueConstraint(fields=["reply", "member"], name="a_reply_mentions_one_once"),
        ]

    def __str__(self) -> str:
        return f"@{self.member}"
