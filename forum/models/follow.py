"""Follows: what a member wishes to hear about, and the discussions they wish to hear no more of."""

from typing import Self

from django.db import models
from django.db.models import Q

from forum.models.category import Category
from forum.models.discussion import Discussion
from forum.models.tag import Tag
from members.models import VISITOR, Member


class Level(models.TextChoices):
    """How soon somebody is told of something; whatever it is, they find it on the site."""

    NOW = "now", "Straight away"
    EDITION = "edition", "In the Daily Edition"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Never by e-mail"


class FollowReason(models.TextChoices):
    CHOSEN = "chosen", "you chose to"
    STARTED = "started", "you started it"
    REPLIED = "replied", "you replied in it"


class FollowQuerySet(models.QuerySet["Follow"]):
    """The questions the site asks about follows."""

    def active(self) -> Self:
        return self.filter(stopped_at=None, muted_at=None)

    def of_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def shown_to_them(self) -> Self:
        """What a member's own list shows: what they follow, and what they have muted."""
        visible = Q(discussion=None) | Q(
            discussion__hidden_at=None, discussion__category__hidden_at=None
        )
        return self.filter(visible, Q(stopped_at=None) | Q(muted_at__isnull=False)).filter(
            Q(category=None) | Q(category__hidden_at=None)
        )

    def shown_to_all(self) -> Self:
        """Of what somebody follows, that which every visitor may read."""
        readable = Discussion.objects.visible_to(VISITOR)
        is_readable = Q(discussion=None) | Q(discussion__in=readable)
        is_tag_seen = Q(tag=None) | Q(tag__in=Tag.objects.visible_to(VISITOR))
        is_category_seen = Q(category=None) | Q(category__hidden_at=None)
        return self.active().filter(is_readable, is_tag_seen, is_category_seen)

    def for_listing(self) -> Self:
        """Everything a row of a member's own list needs, in one query."""
        return self.select_related("discussion__category", "category", "tag").defer(
            "discussion__body", "discussion__body_html"
        )

    def newest_first(self) -> Self:
        return self.order_by("-followed_at", "-pk")


class Follow(models.Model):
    """That a member wishes to hear about a discussion, a category, a tag, or everything new.

    Invariants
      - It is of one discussion, one category or one tag; of none, it is of everything new.
      - A member has one row at the most for each; what they stopped or muted keeps its row, so
        that a reply of theirs does not begin it again.
      - `level` is empty where it is as in the member's general choice.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="follows")
    # Without indexes of their own: those of the constraints begin with them.
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, null=True, related_name="follows", db_index=False
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, related_name="follows", db_index=False
    )
    tag = models.ForeignKey(
        Tag, on_delete=models.CASCADE, null=True, related_name="follows", db_index=False
    )
    reason = models.CharField(
        max_length=10, choices=FollowReason.choices, default=FollowReason.CHOSEN
    )
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    followed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    muted_at = models.DateTimeField(null=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(discussion=None, category=None)
                | Q(discussion=None, tag=None)
                | Q(category=None, tag=None),
                name="a_follow_is_of_one_thing",
            ),
            # Where it is of something else, the key is NULL, and NULLs are never the same.
            models.UniqueConstraint(
                fields=["discussion", "member"], name="a_discussion_is_followed_once"
            ),
            models.UniqueConstraint(
                fields=["category", "member"], name="a_category_is_followed_once"
            ),
            models.UniqueConstraint(fields=["tag", "member"], name="a_tag_is_followed_once"),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(discussion=None, category=None, tag=None),
                name="everything_is_followed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} follows {self.subject or 'everything new'}"

    @property
    def subject(self) -> Discussion | Category | Tag | None:
        """What is followed; None for everything new."""
        return self.discussion or self.category or self.tag

    @property
    def is_active(self) -> bool:
        return self.stopped_at is None and self.muted_at is None
