"""Reminders of reviews that are due: 60, 30 and 7 days before, then each week (safety L-61)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.template.loader import render_to_string

from forum.models import SiteIdentity
from forum.moderation.models import Assessment, Measure, OfficialLetter
from members.models import Member, Role

STEPS: Final = (7, 30, 60)  # days before
DAYS_APART: Final = 7  # once it is overdue

Reviewed = Assessment | Measure


def remind_owners(today: date) -> int:
    """Write the letters that are due today and have not been written; how many.

    May run twice a day, or not for a week: what is due by then is written once.
    """
    due = [(row, step) for row in _with_review() if (step := _step(row, today))]
    owners = Member.objects.filter(role=Role.OWNER, is_active=True)
    letters = [_letter(row, step, owner) for owner in owners for row, step in due]
    known = set(
        OfficialLetter.objects.filter(key__in=[letter.key for letter in letters]).values_list(
            "key", flat=True
        )
    )
    new = [letter for letter in letters if letter.key not in known]
    OfficialLetter.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _with_review() -> Iterator[Reviewed]:
    yield from Assessment.objects.in_force().exclude(review_on=None)
    yield from Measure.objects.exclude(review_on=None)


def _step(row: Reviewed, today: date) -> str:
    """Which reminder is the last that should have gone; empty while none is due."""
    assert row.review_on  # noqa: S101  those without were left out
    left = (row.review_on - today).days
    if left <= 0:
        return f"late-{-left // DAYS_APART}"
    return next((f"{step}-days" for step in STEPS if left <= step), "")


def _letter(row: Reviewed, step: str, owner: Member) -> OfficialLetter:
    name = row._meta.model_name  # noqa: SLF001  documented
    words = {"row": row, "is_late": step.startswith("late"), "site": SiteIdentity.current()}
    return OfficialLetter(
        key=f"review:{name}-{row.pk}:{row.review_on}:{step}:{owner.pk}",
        member=owner,
        subject=f"To be reviewed by {row.review_on:%-d %B %Y}: {row}"[:150],
        text=render_to_string("moderation/letters/review.txt", words),
    )
