"""The embedded site's views: all of them, once, whatever becomes of the database meanwhile."""

from datetime import date

import pytest
from django.db import DatabaseError

from forum.models import DailyViews, Discussion, ViewBatch
from forum.viewing import MemoryStore, writing
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return make_discussion()


@pytest.fixture
def store():
    return MemoryStore()


def views_of(discussion):
    return Discussion.objects.get(pk=discussion.pk).view_count


class TestFlush:
    def test_adds_nothing_twice(self, store, discussion):
        store.add(discussion.pk, "asha")
        store.flush()
        store.flush()
        assert views_of(discussion) == 1

    def test_asks_the_database_nothing_when_nobody_looked(self, store, django_assert_num_queries):
        with django_assert_num_queries(0):
            store.flush()

    def test_loses_nothing_while_the_database_is_away(self, store, discussion, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(writing, "write_down", _away)
            for visitor in ("asha", "ben", "mo"):
                store.add(discussion.pk, visitor)
                with pytest.raises(DatabaseError):
                    store.flush()
        store.add(discussion.pk, "wendy")
        store.flush()
        assert views_of(discussion) == 4

    def test_doubles_nothing_where_the_answer_was_lost(self, store, discussion, monkeypatch):
        write_down = writing.write_down

        def write_and_lose_the_answer(*batch):
            write_down(*batch)
            raise DatabaseError

        store.add(discussion.pk, "asha")
        with monkeypatch.context() as broken:
            broken.setattr(writing, "write_down", write_and_lose_the_answer)
            with pytest.raises(DatabaseError):
                store.flush()
        store.add(discussion.pk, "ben")
        store.flush()
        assert views_of(discussion) == 2

    def test_counts_a_view_on_the_day_on_which_it_was_taken(self, store, discussion, monkeypatch):
        monkeypatch.setattr("forum.viewing.in_memory.timezone.localdate", lambda: DAY_1)
        monkeypatch.setattr(writing, "write_down", _away, raising=True)
        store.add(discussion.pk, "asha")
        with pytest.raises(DatabaseError):
            store.flush()
        monkeypatch.undo()
        monkeypatch.setattr("forum.viewing.in_memory.timezone.localdate", lambda: DAY_2)
        store.add(discussion.pk, "ben")
        store.flush()
        days = DailyViews.objects.values_list("seen_on", "count").order_by("seen_on")
        assert list(days) == [(DAY_1, 1), (DAY_2, 1)]

    def test_keeps_no_names_of_old_batches(self, store, discussion, monkeypatch):
        monkeypatch.setattr(writing, "BATCHES_ARE_KEPT", -writing.BATCHES_ARE_KEPT)
        for visitor in ("asha", "ben", "mo"):
            store.add(discussion.pk, visitor)
            store.flush()
        assert ViewBatch.objects.count() == 1


DAY_1, DAY_2 = date(2026, 3, 29), date(2026, 3, 30)


def _away(*_batch):
    raise DatabaseError
