"""Feeds that are for one member alone."""

from typing import Self

from django.db import models
from django.utils import timezone

from harringay import tokens
from members.models import Member


class PrivateKind(models.TextChoices):
    NOTIFICATIONS = "notifications", "Your notifications"
    FOLLOWS = "follows", "What you follow"


class PrivateFeedQuerySet(models.QuerySet["PrivateFeed"]):
    """The questions that feeds and settings ask."""

    def of_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=tokens.hash_of(token))


class PrivateFeed(models.Model):
    """That a member reads something of theirs in a feed reader, whose address is its only key.

    Invariants
      - Of the token in the address only a hash is stored; it is worked out again from `reference`,
        which is another one each time the feed is renewed.
      - The token opens this one feed and nothing else, and only while its member may sign in.
    """

    PURPOSE = "private feed"

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="private_feeds", db_index=False
    )
    kind = models.CharField(max_length=20, choices=PrivateKind.choices)
    reference = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    objects = PrivateFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], name="a_member_has_one_private_feed_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, for {self.member_id}"

    @property
    def token(self) -> str:
        """Empty where the site's key has changed since, and the old one is gone."""
        return tokens.token_of(self.PURPOSE, self.reference, self.token_hash)
