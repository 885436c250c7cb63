"""One process's memory: exact, bounded, and of the last hour only."""

import threading

import pytest

from forum.viewing import notepad
from forum.viewing.notepad import ONE_VIEW_AN_HOUR, Notepad


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr("forum.viewing.notepad.time.monotonic", lambda: Clock.now)
    return Clock


class TestAdd:
    def test_notes_one_view_a_visitor_a_discussion_an_hour(self, clock):
        pad = Notepad()
        pad.add(1, "asha")
        clock.now += ONE_VIEW_AN_HOUR - 1
        pad.add(1, "asha")
        pad.add(2, "asha")
        pad.add(1, "ben")
        assert list(pad.take()) == [(1, "asha"), (2, "asha"), (1, "ben")]
        clock.now += 1
        pad.add(1, "asha")
        assert list(pad.take()) == [(1, "asha")]

    def test_does_not_begin_the_hour_anew_when_one_reloads(self, clock):
        pad = Notepad()
        for _ in range(5):
            pad.add(1, "asha")
            clock.now += ONE_VIEW_AN_HOUR / 4
        assert len(pad.take()) == 2

    def test_notes_one_when_many_threads_come_at_once(self):
        pad, together = Notepad(), threading.Barrier(8)

        def look():
            together.wait()
            for number in range(500):
                pad.add(number, "asha")

        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(pad.take()) == [(number, "asha") for number in range(500)]

    def test_remembers_no_more_than_it_may(self, monkeypatch):
        monkeypatch.setattr(notepad, "MOST_REMEMBERED", 10)
        pad = Notepad()
        for number in range(1000):
            pad.add(number, "asha")
        assert len(pad._until) == 10
        assert len(pad.take()) == 1000


class TestTake:
    def test_takes_each_view_once(self):
        pad = Notepad()
        pad.add(1, "asha")
        assert len(pad.take()) == 1
        assert not pad.take()

    def test_forgets_who_came_an_hour_ago(self, clock):
        pad = Notepad()
        pad.add(1, "asha")
        clock.now += ONE_VIEW_AN_HOUR / 2
        pad.add(1, "ben")
        clock.now += ONE_VIEW_AN_HOUR / 2
        pad.take()
        assert list(pad._until) == [(1, "ben")]


class TestRemember:
    def test_counts_again_when_another_process_s_hour_is_over(self, clock):
        pad = Notepad()
        pad.add(1, "asha")
        pad.take()
        pad.remember((1, "asha"), 60)
        clock.now += 60
        pad.add(1, "asha")
        assert len(pad.take()) == 1
