"""Editions: the day's news as a finished, numbered issue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forum.models import Discussion
from harringay import html

FIRST_TITLE_LENGTH = 80  # where an edition is told in one line


class EditionQuerySet(models.QuerySet["Edition"]):
    """The questions the site asks about editions."""

    def issued(self) -> Self:
        return self.exclude(issued_at=None)

    def unissued(self) -> Self:
        """What the owner has prepared: one row at the most, whichever day it was meant for."""
        return self.filter(issued_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-issued_on")


class Edition(models.Model):
    """One day's issue.

    Invariants
      - There is one for a day at the most. It has a number once it is issued, one more than the
        issue before it, and never changes after that.
      - Its items are those that found room; `left_out_count` more discussions were new that day.
      - Before that it is what the owner has prepared: a word, items to drop or promote. Where the
        day had no news, what was prepared waits for the next day that has some.
    """

    issued_on = models.DateField(unique=True)
    number = models.PositiveIntegerField(null=True, unique=True, editable=False)
    since_at = models.DateTimeField("news since", null=True, editable=False)
    until_at = models.DateTimeField("news until", null=True, editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    left_out_count = models.PositiveIntegerField(
        "new discussions without room", default=0, editable=False
    )
    word = models.TextField(
        "a word at the top", max_length=2000, blank=True, help_text="Plain text, or nothing."
    )

    objects = EditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"The edition of {self.issued_on.day} {self.issued_on:%B %Y}"

    def get_absolute_url(self) -> str:
        return _address(self.issued_on)

    @property
    def came_out_at(self) -> datetime:
        """When it was issued; one that is only looked at would come out now."""
        return self.issued_at or timezone.now()

    @property
    def title(self) -> str:
        """Such as “Tuesday’s edition”; names of days are English whatever the machine speaks."""
        return f"{self.issued_on:%A}’s edition"

    @property
    def day_and_number(self) -> str:
        """Such as “Tuesday 24 November 2026 · No. 12”."""
        day = self.issued_on
        return f"{day:%A} {day.day} {day:%B %Y} · No. {self.number}"

    @property
    def word_html(self) -> str:
        """The word, made HTML when it is read: there is one of it for a day."""
        return html.render(self.word, html.TEXT) if self.word else ""


@lru_cache(maxsize=64)
def _address(day: date) -> str:
    """Made once while it is asked for again and again: a mail of each edition has it."""
    return reverse("notifications:edition", args=[day])


def in_short(titles: Sequence[str]) -> str:
    """Such as “Foxes on Wightman Road and 7 more”; a long title leaves room for the rest."""
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return f"{html.shorten(titles[0], FIRST_TITLE_LENGTH)}{more}" if titles else ""


class ItemKind(models.TextChoices):
    NEW = "new", "New discussion"
    BUSY = "busy", "Busy today"


class EditionItemQuerySet(models.QuerySet["EditionItem"]):
    """The questions that the page, the feed and the mails ask."""

    def shown(self) -> Self:
        """Those of discussions that everyone may still read."""
        return self.filter(
            discussion__hidden_at=None,
            discussion__withdrawn_at=None,
            discussion__category__hidden_at=None,
        )

    def for_reading(self) -> Self:
        """Everything that is said of each, in one query, in their order."""
        related = self.select_related("discussion__author", "discussion__category")
        return related.defer("discussion__body").order_by("edition", "position")


class EditionItem(models.Model):
    """A discussion in an edition, as it was when the edition was issued.

    Invariants
      - `newest_at` is the moment of its last reply before the edition, or of its start: who has
        read it up to there has read the item.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="edition_items"
    )
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    position = models.PositiveSmallIntegerField()
    new_reply_count = models.PositiveIntegerField("replies of the day", default=0)
    newest_at = models.DateTimeField("news of it until")

    objects = EditionItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "discussion"], name="an_edition_holds_a_discussion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.discussion} in {self.edition}"

    @property
    def replies_in_words(self) -> str:
        count = self.new_reply_count
        return "1 reply" if count == 1 else f"{count:,} replies"

    @property
    def is_shown(self) -> bool:
        """Whether everyone may still read it; else a line says that something stood there."""
        return self.discussion.is_shown and not self.discussion.category.is_hidden


@dataclass(frozen=True)
class Issue:
    """An edition with some of its items: all of them, or those that are new to somebody."""

    edition: Edition
    items: Sequence[EditionItem]

    @property
    def new(self) -> list[EditionItem]:
        return [item for item in self.items if item.kind == ItemKind.NEW]

    @property
    def busy(self) -> list[EditionItem]:
        return [item for item in self.items if item.kind == ItemKind.BUSY]


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


class Round(models.Model):
    """A day whose hour was kept: its edition was issued if there was news, and its mails were made.

    Invariants
      - There is one for a day, written in the transaction that did all of it: whoever finds it
        there has nothing to do any more.
    """

    day_on = models.DateField("day", unique=True)
    done_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day_on:%d %B %Y}"
