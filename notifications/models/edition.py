"""Editions: the day's news as a finished, numbered issue; and the notices that stand in it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum.models import Discussion


class EditionQuerySet(models.QuerySet["Edition"]):
    """The questions the site asks about editions."""

    def issued(self) -> Self:
        return self.exclude(issued_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-issued_on")


class Edition(models.Model):
    """One day's issue.

    Invariants
      - There is one for a day at the most. It has a number once it is issued, one more than the
        issue before it, and never changes after that.
      - Before that it is what the owner has prepared for the day: a word, items to drop or promote.
    """

    issued_on = models.DateField(unique=True)
    number = models.PositiveIntegerField(null=True, unique=True, editable=False)
    since_at = models.DateTimeField("news since", null=True, editable=False)
    until_at = models.DateTimeField("news until", null=True, editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    word = models.TextField(
        "a word at the top", max_length=2000, blank=True, help_text="Plain text, or nothing."
    )
    word_html = models.TextField(blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"The edition of {self.issued_on:%d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:edition", args=[self.issued_on.isoformat()])

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None


class ItemKind(models.TextChoices):
    NEW = "new", "New discussion"
    BUSY = "busy", "Busy today"


class EditionItem(models.Model):
    """A discussion in an edition, as it was when the edition was issued."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="edition_items"
    )
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    position = models.PositiveSmallIntegerField()
    new_reply_count = models.PositiveIntegerField("replies of the day", default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "discussion"], name="an_edition_holds_a_discussion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.discussion} in {self.edition}"


class EditionChoice(models.Model):
    """What the owner decided about a discussion before an edition was issued."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="choices")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="edition_choices"
    )
    is_dropped = models.BooleanField("left out")
    is_promoted = models.BooleanField("placed first")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "discussion"], name="an_edition_decides_once_for_a_discussion"
            ),
            models.CheckConstraint(
                condition=~Q(is_dropped=True, is_promoted=True),
                name="what_is_left_out_is_not_placed_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discussion}: {'left out' if self.is_dropped else 'placed first'}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The questions the front page and the editions ask."""

    def current_on(self, day: date) -> Self:
        return self.filter(first_on__lte=day, last_on__gte=day)

    def in_order(self) -> Self:
        return self.order_by("is_advertisement", "last_on", "pk")


class Notice(models.Model):
    """A short text of the owner's, for some days on the front page and in the editions."""

    text = models.CharField(max_length=300)
    link = models.URLField("leads to", blank=True, max_length=500)
    first_on = models.DateField("first day")
    last_on = models.DateField("last day")
    is_advertisement = models.BooleanField(
        "is an advertisement",
        default=False,
        help_text="It is called one. Mail brings it only to those who chose the edition.",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="a_notice_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.text
