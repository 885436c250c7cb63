"""Writing down: totals and days together, once, in a fixed number of statements."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import changes
from forum.models import DailyViews, Discussion, ViewBatch
from forum.viewing import writing
from tests.factories import make_category, make_discussion, make_member

pytestmark = pytest.mark.django_db

DAY = date(2026, 10, 25)
NEXT = DAY + timedelta(days=1)


def write(views, *, batch=None):
    writing.write_down(batch or uuid4(), Counter(views))


def days_of(discussion):
    return dict(discussion.daily_views.values_list("seen_on", "count"))


@pytest.fixture
def discussion():
    return make_discussion()


class TestWriteDown:
    def test_adds_to_the_discussion_and_to_its_days(self, discussion):
        write({(DAY, discussion.pk): 3})
        write({(DAY, discussion.pk): 2, (NEXT, discussion.pk): 4})
        discussion.refresh_from_db()
        assert discussion.view_count == 9
        assert days_of(discussion) == {DAY: 5, NEXT: 4}

    def test_writes_a_batch_once(self, discussion):
        batch = uuid4()
        for _ in range(2):
            write({(DAY, discussion.pk): 3}, batch=batch)
        discussion.refresh_from_db()
        assert discussion.view_count == 3
        assert days_of(discussion) == {DAY: 3}

    def test_writes_all_of_a_batch_or_nothing(self, discussion, monkeypatch):
        batch = uuid4()
        with monkeypatch.context() as broken:
            broken.setattr(writing, "_ADD_TO_DAYS", "no statement {rows}")
            with pytest.raises(DatabaseError):
                write({(DAY, discussion.pk): 3}, batch=batch)
        discussion.refresh_from_db()
        assert discussion.view_count == 0
        write({(DAY, discussion.pk): 3}, batch=batch)
        discussion.refresh_from_db()
        assert discussion.view_count == 3

    def test_minds_no_discussion_that_is_gone(self, discussion):
        write({(DAY, discussion.pk): 1, (DAY, discussion.pk + 1000): 5})
        write({(DAY, discussion.pk + 1000): 5})
        assert days_of(discussion) == {DAY: 1}

    def test_asks_as_much_for_300_discussions_as_for_3(self):
        author, category = make_member(), make_category()
        pks = [make_discussion(author=author, category=category).pk for _ in range(3)]
        of_three = _queries({(DAY, pk): 1 for pk in pks})
        Discussion.objects.bulk_create(
            Discussion(author=author, category=category, title="Foxes", slug=f"foxes-{number}")
            for number in range(300)
        )
        every = Discussion.objects.values_list("pk", flat=True)
        assert _queries({(DAY, pk): 2 for pk in every}) == of_three
        assert Discussion.objects.get(pk=pks[0]).view_count == 3
        assert DailyViews.objects.by_day() == {DAY: 3 * 3 + 300 * 2}

    def test_takes_more_than_one_statement_can_hold(self, discussion, monkeypatch):
        monkeypatch.setattr(writing, "MOST_ROWS", 2)
        write({(DAY + timedelta(days=number), discussion.pk): 1 for number in range(5)})
        discussion.refresh_from_db()
        assert discussion.view_count == 5
        assert len(days_of(discussion)) == 5

    def test_makes_no_visitor_s_page_anew(self, discussion):
        version = changes.version()
        write({(DAY, discussion.pk): 3})
        assert changes.version() == version


class TestForgetBatches:
    def test_forgets_old_ones_but_those_that_may_come_again(self):
        old, waiting, new = uuid4(), uuid4(), uuid4()
        long_ago = timezone.now() - 2 * writing.BATCHES_ARE_KEPT
        for batch, moment in [(old, long_ago), (waiting, long_ago), (new, timezone.now())]:
            ViewBatch.objects.create(key=batch, written_at=moment)
        writing.forget_batches(but=[waiting])
        assert set(ViewBatch.objects.values_list("key", flat=True)) == {waiting, new}


def _queries(views):
    with CaptureQueriesContext(connection) as queries:
        write(views)
    return len(queries)
