"""How far a member has read: a moment for a discussion or a category, never a row for a reply."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from members.models import Member

# Nobody who comes back after ten years has ten years to read; NodeBB's two days lose things.
NEWS_LASTS = timedelta(days=40)


def news_begins(member: Member) -> datetime:
    """Nothing before this moment is new to a member."""
    return max(timezone.now() - NEWS_LASTS, member.joined_at)


class ReadMark(models.Model):
    """The moment up to which a member has read a discussion."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="read_marks")
    discussion = models.ForeignKey(
        "forum.Discussion", on_delete=models.CASCADE, related_name="read_marks"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "discussion"], name="a_member_has_one_mark_in_a_discussion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} has read {self.discussion_id} up to {self.read_at:%d %b %Y %H:%M}"


class CategoryReadMark(models.Model):
    """The moment up to which a member has nothing left to read in a category."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="category_read_marks")
    category = models.ForeignKey(
        "forum.Category", on_delete=models.CASCADE, related_name="read_marks"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "category"], name="a_member_has_one_mark_in_a_category"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} has read {self.category_id} up to {self.read_at:%d %b %Y %H:%M}"
