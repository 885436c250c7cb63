"""Drafts: what members have begun to write, and not posted yet."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from forum.models.discussion import Discussion
from forum.models.reply import Reply
from members.models import Member


class DraftQuerySet(models.QuerySet["Draft"]):
    """The questions the list of somebody's drafts asks."""

    def of_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def for_listing(self, member: Member) -> Self:
        """With the place of each, and `is_in_reach`: whether its member may still read that."""
        discussions = Discussion.objects.visible_to(member).filter(pk=OuterRef("discussion"))
        replies = Reply.objects.visible_to(member).filter(pk=OuterRef("reply"))
        is_in_reach = (Q(discussion=None) | Exists(discussions)) & (Q(reply=None) | Exists(replies))
        rows = self.select_related("discussion", "reply__author")
        return rows.defer(*_LONG).annotate(
            is_in_reach=models.ExpressionWrapper(is_in_reach, models.BooleanField())
        )

    def newest_first(self) -> Self:
        return self.order_by("-saved_at", "-pk")


# What a list shows nothing of.
_LONG = [
    f"{place}__{column}" for place in ("discussion", "reply") for column in ("body", "body_html")
]


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

    # Of for_listing() only.
    is_in_reach: bool = True

    objects = DraftQuerySet.as_manager()

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

    @property
    def body(self) -> str:
        """What has been typed so far, as its form held it."""
        return str(self.typed.get("body", ""))

    @property
    def is_html(self) -> bool:
        return str(self.typed.get("format")) == "html"

    @property
    def form_address(self) -> str:
        """Where the form is in which it stands."""
        if self.reply_id:
            return reverse("forum:reply_to", args=[self.reply_id])
        if self.discussion:
            return reverse("forum:reply_new", args=[self.discussion.slug])
        return reverse("forum:discussion_new")
