"""Views of many processes: one a visitor a discussion an hour, and Redis may go and come back."""

import multiprocessing
import os
import signal
import time
from datetime import date

import pytest
from redis import RedisError

from forum.models import DailyViews, Discussion
from forum.viewing import in_redis, notepad, writing
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return make_discussion()


def views_of(discussion):
    return Discussion.objects.get(pk=discussion.pk).view_count


class TestSend:
    def test_counts_a_visitor_once_whichever_process_they_meet(self, own_redis, discussion):
        processes = [own_redis.store() for _ in range(3)]
        for store in processes:
            for visitor in ("asha", "ben"):
                store.add(discussion.pk, visitor)
            store.send()
        own_redis.store().flush()
        assert views_of(discussion) == 2

    def test_counts_right_in_processes_that_run_at_once(self, own_redis, discussion):
        def look(first):
            store = own_redis.store()
            for number in range(first, first + 1500):
                store.add(discussion.pk, f"visitor-{number}")
            store.send()

        fork = multiprocessing.get_context("fork")
        processes = [fork.Process(target=look, args=[first]) for first in (0, 500)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        own_redis.store().flush()
        assert views_of(discussion) == 2000

    def test_learns_from_redis_when_a_visitor_counts_again(
        self, own_redis, discussion, monkeypatch
    ):
        here, there = own_redis.store(), own_redis.store()
        there.add(discussion.pk, "asha")
        there.send()
        seen = f"views:seen:{discussion.pk}:asha"
        own_redis.client().expire(seen, 60)
        here.add(discussion.pk, "asha")
        here.send()

        own_redis.client().delete(seen)
        monkeypatch.setattr(notepad, "time", _AMinuteLater)
        here.add(discussion.pk, "asha")
        here.flush()
        assert views_of(discussion) == 2

    def test_asks_redis_once_for_a_thousand_views(self, own_redis, discussion):
        store, redis = own_redis.store(), own_redis.client()
        store.add(discussion.pk, "the first, which loads the script")
        store.send()
        for number in range(1000):
            store.add(discussion.pk, f"visitor-{number}")
        before = _scripts_run(redis)
        store.send()
        assert _scripts_run(redis) == before + 1


class TestAnOutage:
    def test_of_redis_loses_nothing(self, own_redis, discussion):
        store = own_redis.store()
        store.add(discussion.pk, "asha")
        store.send()
        store.flush()
        own_redis.stop()
        try:
            for visitor in ("ben", "mo"):
                store.add(discussion.pk, visitor)
                with pytest.raises(RedisError):
                    store.send()
        finally:
            own_redis.start()
        store.flush()
        assert views_of(discussion) == 3

    def test_in_mid_flight_doubles_nothing(self, own_redis, discussion):
        """Redis stands still when it is asked, and does what it was asked when it goes on."""
        store, redis = own_redis.store(), own_redis.client()
        store.add(discussion.pk, "asha")
        store.send()
        pid = redis.info("server")["process_id"]
        os.kill(pid, signal.SIGSTOP)
        try:
            store.add(discussion.pk, "ben")
            with pytest.raises(RedisError):
                store.send()
        finally:
            os.kill(pid, signal.SIGCONT)
        store.flush()
        assert views_of(discussion) == 2

    def test_that_lasts_forgets_the_oldest_and_says_so(
        self, own_redis, discussion, monkeypatch, caplog
    ):
        monkeypatch.setattr(in_redis, "MOST_UNSENT", 3)
        store = own_redis.store()
        own_redis.stop()
        try:
            for visitor in ("asha", "ben", "mo", "wendy", "tom"):
                store.add(discussion.pk, visitor)
                with pytest.raises(RedisError):
                    store.send()
        finally:
            own_redis.start()
        assert "1 views were forgotten" in caplog.text
        store.flush()
        assert views_of(discussion) == 3

    def test_over_midnight_keeps_the_days_apart(self, own_redis, discussion, monkeypatch):
        store, days = own_redis.store(), [date(2026, 3, 29), date(2026, 3, 30)]
        for day in days:
            monkeypatch.setattr("forum.viewing.in_redis.timezone.localdate", lambda day=day: day)
            store.add(discussion.pk, f"a visitor of {day}")
            store._collect()
        store.flush()
        assert DailyViews.objects.by_day() == dict.fromkeys(days, 1)


class TestFlush:
    def test_adds_nothing_twice(self, own_redis, discussion):
        store = own_redis.store()
        store.add(discussion.pk, "asha")
        store.flush()
        store.flush()
        assert views_of(discussion) == 1
        assert set(own_redis.client().keys()) == {f"views:seen:{discussion.pk}:asha".encode()}

    def test_doubles_nothing_where_it_ended_half_way(self, own_redis, discussion, monkeypatch):
        store = own_redis.store()
        store.add(discussion.pk, "asha")
        monkeypatch.setattr(store, "_forget", _break)
        with pytest.raises(RedisError):
            store.flush()
        own_redis.store().flush()
        assert views_of(discussion) == 1

    def test_loses_nothing_where_the_database_was_away(self, own_redis, discussion, monkeypatch):
        store = own_redis.store()
        store.add(discussion.pk, "asha")
        with monkeypatch.context() as broken:
            broken.setattr(writing, "write_down", _break)
            with pytest.raises(RedisError):
                store.flush()
        store.add(discussion.pk, "ben")
        own_redis.store().flush()
        store.flush()
        assert views_of(discussion) == 2

    def test_doubles_nothing_when_two_do_it_at_once(self, own_redis, discussion, monkeypatch):
        write_down = writing.write_down

        def let_another_be_first(batch, views):
            monkeypatch.setattr(writing, "write_down", write_down)
            own_redis.store().flush()
            write_down(batch, views)

        monkeypatch.setattr(writing, "write_down", let_another_be_first)
        store = own_redis.store()
        store.add(discussion.pk, "asha")
        store.flush()
        assert views_of(discussion) == 1


class _AMinuteLater:
    """A clock for the notepad."""

    @staticmethod
    def monotonic():
        return time.monotonic() + 61


def _scripts_run(redis):
    return redis.info("commandstats")["cmdstat_evalsha"]["calls"]


def _break(*_arguments):
    raise RedisError
