"""What the owner has decided for rough times: switches, words, slow mode, newcomers, going away."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from harringay import compiled
from harringay.loading import Loaded

MEMBERS_TO_HIDE = 3  # safety L-21
MEMBERS_TO_HIDE_WHILE_AWAY = 2


class Switch(models.TextChoices):
    """What can be stopped at once, for everyone (safety L-22)."""

    PICTURES_OFF = "pictures_off", "No new pictures"
    JOINING_OFF = "joining_off", "Nobody new can join"
    FIRST_POSTS_HELD = "first_posts_held", "First posts of new members wait"
    LINKS_HELD = "links_held", "Links by new members wait"
    READ_ONLY = "read_only", "The whole site can only be read"


def _since() -> Any:
    return models.DateTimeField(null=True, editable=False)


def _by() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
    )


def _number(label: str, default: int, most: int, *, help_text: str = "", least: int = 1) -> Any:
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        help_text=help_text,
    )


class Safeguards(Loaded):
    """The owner's choices that keep the place civil.

    Invariants
      - There is at most one row, number 1; without it the defaults hold.
      - A switch is on while its moment is set, which says since when; `*_by` says who turned it.
      - The owner is away from `away_at` to the beginning of `away_until_on`; the counts say what
        was done for them meanwhile, and stay until they have read them.
    """

    pictures_off_at = _since()
    pictures_off_by = _by()
    joining_off_at = _since()
    joining_off_by = _by()
    first_posts_held_at = _since()
    first_posts_held_by = _by()
    links_held_at = _since()
    links_held_by = _by()
    read_only_at = _since()
    read_only_by = _by()

    first_posts = _number(
        "first posts that wait", 3, 100, help_text="Of each new member, while that switch is on."
    )
    newcomer_links = _number(
        "links in a post of a new member", 2, 20, help_text="More are refused.", least=0
    )
    newcomer_mentions = _number("people a new member can mention in a post", 3, 10, least=0)
    held_words = models.TextField(
        "words that make a post wait",
        blank=True,
        max_length=20_000,
        help_text="One word or phrase a line. Capitals and accents do not matter.",
    )
    refused_words = models.TextField(
        "words that are refused",
        blank=True,
        max_length=20_000,
        help_text="One word or phrase a line. Whoever writes one is told which.",
    )
    # features.md, section 4, no. 10; the two minutes are Lobsters'.
    slow_replies = _number(
        "replies that slow a discussion", 20, 1000, help_text="As many in so many minutes.", least=2
    )
    slow_within_minutes = _number("in how many minutes", 10, 1440)
    slow_share = _number(
        "or one voice’s share of them, in per cent",
        40,
        100,
        help_text="Half as many within an hour are enough where one of several members wrote more.",
    )
    slow_reporters = _number(
        "or people who report something in it",
        3,
        100,
        help_text="Within a day, while neighbours answer each other there.",
        least=2,
    )
    slow_minutes = _number("minutes between one member’s replies", 2, 1440)
    slow_for_minutes = _number("for how many minutes", 60, 10_080)

    has_kind_words = models.BooleanField(
        "a kind word before a hasty reply",
        default=True,
        help_text="Beside the form: it keeps nobody from posting.",
    )

    away_at = models.DateTimeField(null=True, editable=False)
    away_until_on = models.DateField(null=True, editable=False)
    away_held_count = models.PositiveIntegerField(default=0, editable=False)
    away_slowed_count = models.PositiveIntegerField(default=0, editable=False)
    away_hidden_count = models.PositiveIntegerField(default=0, editable=False)
    is_away_reported = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "safeguards"

    def __str__(self) -> str:
        return "Safeguards"

    @classmethod
    def current(cls) -> "Safeguards":
        """The one row as it is now, for every process; the defaults where there is none."""
        return _CURRENT.first() or cls.new(pk=1)

    @classmethod
    def current_and(
        cls, query: compiled.Query, *values: compiled.Given
    ) -> "tuple[Safeguards, Any]":
        """The same, and what a query finds that finds one row, or None, asked as one."""
        current, found = compiled.one_of_each((_CURRENT, ()), (query, values))
        return current or cls.new(pk=1), found

    def is_on(self, switch: Switch) -> bool:
        return self.since(switch) is not None

    def since(self, switch: Switch) -> datetime | None:
        """When it was turned on; None while it is off."""
        moment: datetime | None = getattr(self, f"{switch.value}_at")
        return moment

    @property
    def is_away(self) -> bool:
        return is_away(self.away_until_on)

    @property
    def has_been_away(self) -> bool:
        """Whether there is something to tell an owner who has come back."""
        return self.away_at is not None and not self.is_away

    @property
    def hide_threshold(self) -> int:
        """How many members' reports hide something before anybody looks (safety L-21)."""
        return MEMBERS_TO_HIDE_WHILE_AWAY if self.is_away else MEMBERS_TO_HIDE

    @property
    def replies_that_slow(self) -> int:
        """How many in `slow_within_minutes`; half as many while the owner is away."""
        return self._sooner(self.slow_replies)

    @property
    def reporters_that_slow(self) -> int:
        """How many people's reports within a day; fewer while the owner is away."""
        return self._sooner(self.slow_reporters)

    def _sooner(self, count: int) -> int:
        return max(2, count // 2) if self.is_away else count


def is_away(until_on: Any) -> bool:
    """Whether an owner who comes back on a day is still away; None is here."""
    return until_on is not None and timezone.localdate() < until_on


_CURRENT = compiled.Query(lambda: Safeguards.objects.filter(pk=1), slots=0)
