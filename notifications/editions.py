"""Issuing the Daily Edition: at the hour that the owner set, by itself, and once.

The timetable asks each minute. A day's round is done in one transaction by whoever writes its row
first: the edition, where there is news, and the mails of all who are sent one. A worker that was
away at the hour does it when it is back, for the latest day only; what happened on the days before
is in that edition too, for it begins where the last one ended.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import Max

from notifications import choosing, distributing, schedule
from notifications.choosing import Candidate, Period
from notifications.errors import IssuedMeanwhile
from notifications.models import Edition, EditionChoice, EditionItem, Round

# What was written before the hour may be saved a little after it.
SETTLED_AFTER = timedelta(minutes=1)


class Choice(StrEnum):
    """What the owner may decide about a discussion."""

    AS_IT_COMES = ""
    PROMOTED = "promoted"
    DROPPED = "dropped"


@transaction.atomic
def do_round(now: datetime) -> bool:
    """Issue the edition of the latest day whose hour has come, and make its mails; once for a day.

    Whether there was anything left to do.
    """
    day = _latest_day(now)
    before = Round.objects.aggregate(Max("day_on"))["day_on__max"]
    _, is_ours = Round.objects.get_or_create(day_on=day, defaults={"done_at": now})
    if is_ours:
        issue(day, now=now)
        distributing.distribute(day, since_day=before or day - schedule.DAY, now=now)
    return is_ours


@transaction.atomic
def issue(day: date, *, now: datetime) -> Edition | None:
    """Make a day's news its edition, and mail it to nobody; None on a day without news."""
    if issued := Edition.objects.issued().filter(issued_on=day).first():
        return issued
    edition = Edition.objects.select_for_update().unissued().first() or Edition()
    selection = choosing.select(_candidates(edition, day))
    if not selection.items:
        return None
    edition.issued_on = day
    edition.since_at, edition.until_at = period_of(day)
    edition.issued_at = now
    edition.number = next_number()
    edition.left_out_count = selection.left_out_count
    edition.save()
    for item in selection.items:
        item.edition = edition
    EditionItem.objects.bulk_create(selection.items)
    return edition


def prepare(day: date, *, word: str, choices: Mapping[int, Choice], now: datetime) -> None:
    """Keep what the owner wishes of the next edition: a word at its top, and what is in it.

    `choices` are of discussions by their keys. Raises IssuedMeanwhile where that day's is out.
    """
    try:
        _prepare(day, word, choices, now)
    except IntegrityError as there_is_one:
        raise IssuedMeanwhile from there_is_one


@transaction.atomic
def _prepare(day: date, word: str, choices: Mapping[int, Choice], now: datetime) -> None:
    edition = Edition.objects.select_for_update().unissued().first() or Edition()
    if day != next_day(now):
        raise IssuedMeanwhile
    edition.issued_on = day
    edition.word = word
    edition.save()
    edition.choices.all().delete()
    EditionChoice.objects.bulk_create(
        EditionChoice(
            edition=edition,
            discussion_id=pk,
            is_promoted=choice == Choice.PROMOTED,
            is_dropped=choice == Choice.DROPPED,
        )
        for pk, choice in choices.items()
        if choice != Choice.AS_IT_COMES
    )


def next_day(now: datetime) -> date:
    """The day of the edition that comes out next: today's, or one that is late, or tomorrow's."""
    day = _latest_day(now)
    is_done = Round.objects.filter(day_on=day).exists()
    return day + schedule.DAY if is_done else day


def prepared(day: date) -> Edition:
    """The next edition as far as the owner has prepared it; not saved where they have not."""
    edition = Edition.objects.unissued().first() or Edition()
    edition.issued_on = day
    return edition


def candidates(edition: Edition) -> list[Candidate]:
    """What the next edition may hold, as things stand."""
    return _candidates(edition, edition.issued_on)


def period_of(day: date) -> Period:
    """From the last edition's end, or from the day before, to the day's hour."""
    last = Edition.objects.issued().filter(issued_on__lt=day).newest_first().first()
    begins = last.until_at if last else None
    since_at = begins or schedule.edition_at(day - schedule.DAY)
    return Period(since_at, schedule.edition_at(day))


def next_number() -> int:
    return (Edition.objects.aggregate(Max("number"))["number__max"] or 0) + 1


def _latest_day(now: datetime) -> date:
    return schedule.latest_edition_day(now - SETTLED_AFTER)


def _candidates(edition: Edition, day: date) -> list[Candidate]:
    choices = edition.choices.all() if edition.pk else ()
    return choosing.candidates(period_of(day), choices)
