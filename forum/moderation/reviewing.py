"""Reminders of reviews that are due: 60, 30 and 7 days before, then each week (safety L-61); and of
drafts, which are no record until the owner has approved them, each month.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

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
    return _write([_letter(row, step, owner) for owner in _owners() for row, step in due])


def remind_of_drafts(today: date) -> int:
    """Write to the owner, once a month, which drafts wait to be approved; how many letters.

    Within three months of the start of a site they must have been (section 9 of the Act).
    """
    drafts: list[Reviewed] = [
        *Assessment.objects.in_force().in_order().filter(approved_on=None),
        *Measure.objects.filter(in_effect_on=None),
    ]
    return _write([_letter_of_drafts(drafts, today, owner) for owner in _owners() if drafts])


def _owners() -> list[Member]:
    return list(Member.objects.filter(role=Role.OWNER, is_active=True))


def _write(letters: Sequence[OfficialLetter]) -> int:
    """Those of them that were not written before; how many."""
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


def _letter_of_drafts(drafts: Sequence[Reviewed], today: date, owner: Member) -> OfficialLetter:
    address = reverse("admin:moderation_safetyduties_changelist")
    words = {"drafts": drafts, "address": f"{settings.SITE_URL}{address}"}
    return OfficialLetter(
        key=f"drafts:{today:%Y-%m}:{owner.pk}",
        member=owner,
        subject=f"To be checked and approved: {len(drafts)} of your safety records",
        text=render_to_string("moderation/letters/drafts.txt", words),
    )
