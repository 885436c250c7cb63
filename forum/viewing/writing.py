"""Views written down: each batch once, in one transaction, with a few statements for any number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from forum.models import Discussion, ViewBatch

# How many views on which day (of Europe/London) in which discussion.
Views = Counter[tuple[date, int]]

# Longer than anybody can take from reading a batch in Redis to writing it down.
BATCHES_ARE_KEPT = timedelta(hours=1)
MOST_ROWS = 5_000  # a statement; SQLite takes 32,766 parameters

_ADD_TO_DISCUSSIONS = """
    WITH seen (discussion_id, number) AS (VALUES {rows})
    UPDATE forum_discussion SET view_count = view_count + seen.number
    FROM seen WHERE forum_discussion.id = seen.discussion_id
"""
_ADD_TO_DAYS = """
    INSERT INTO forum_dailyviews (discussion_id, seen_on, count) VALUES {rows}
    ON CONFLICT (discussion_id, seen_on)
    DO UPDATE SET count = forum_dailyviews.count + excluded.count
"""


@transaction.atomic
def write_down(batch: UUID, views: Views) -> None:
    """Add views to their discussions and days; a batch written before is not written again."""
    if not ViewBatch.objects.get_or_create(key=batch)[1]:
        return
    totals: Counter[int] = Counter()
    for (_, discussion), number in views.items():
        totals[discussion] += number
    there = _lock(totals)
    _execute(_ADD_TO_DISCUSSIONS, [(pk, number) for pk, number in totals.items() if pk in there])
    days = [
        (discussion, connection.ops.adapt_datefield_value(day), number)
        for (day, discussion), number in views.items()
        if discussion in there
    ]
    _execute(_ADD_TO_DAYS, days)


def forget_batches(*, but: Iterable[UUID]) -> None:
    """Forget the names of old batches, but not of those that may still be brought again."""
    old = ViewBatch.objects.filter(written_at__lt=timezone.now() - BATCHES_ARE_KEPT)
    old.exclude(key__in=but).delete()


def _lock(discussions: Iterable[int]) -> set[int]:
    """Those that are there still; locked in one order, so that no two writers block each other."""
    locked: set[int] = set()
    for keys in _portions(sorted(discussions)):
        rows = Discussion.objects.filter(pk__in=keys).order_by("pk")
        locked.update(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    return locked


def _execute(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        for portion in _portions(rows):
            row = f"({', '.join(['%s'] * len(portion[0]))})"
            listed = ", ".join([row] * len(portion))
            cursor.execute(statement.format(rows=listed), list(chain.from_iterable(portion)))


def _portions(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), MOST_ROWS):
        yield rows[start : start + MOST_ROWS]
