"""The thread that sends views: every so often, whatever happens, and at the end."""

import logging
import multiprocessing
import threading

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError

from forum import viewing
from forum.viewing.flusher import Flusher

LONG = 3600.0  # seconds: never, in a test
SOON = 0.001
PATIENCE = 30  # seconds, which only a failing test waits


class Sender:
    """Counts how often it was asked to send, after the troubles it was given."""

    def __init__(self, *troubles):
        self._troubles = list(troubles)
        self.sent = 0
        self.is_well = threading.Event()

    def __call__(self):
        if self._troubles:
            raise self._troubles.pop(0)
        self.sent += 1
        self.is_well.set()


class TestFlusher:
    def test_sends_while_the_process_runs(self):
        send = Sender()
        flusher = Flusher(send, every=SOON)
        flusher.start()
        assert send.is_well.wait(PATIENCE)
        flusher.end()

    def test_sends_the_last_at_the_end(self):
        send = Sender()
        flusher = Flusher(send, every=LONG)
        flusher.start()
        flusher.end()
        assert send.sent == 1

    def test_begins_once(self):
        send = Sender()
        flusher = Flusher(send, every=LONG)
        flusher.start()
        flusher.start()
        flusher.end()
        assert send.sent == 1

    def test_prepares_before_it_has_a_thread(self):
        threads = []
        flusher = Flusher(Sender(), prepare=lambda: threads.append(threading.current_thread()))
        flusher.start()
        flusher.end()
        assert threads == [threading.current_thread()]

    @pytest.mark.parametrize("trouble", [DatabaseError("away"), OSError("away"), KeyError("odd")])
    def test_goes_on_after_trouble(self, trouble, caplog):
        send = Sender(trouble, trouble)
        flusher = Flusher(send, every=SOON)
        flusher.start()
        assert send.is_well.wait(PATIENCE)
        flusher.end()
        assert caplog.records

    def test_says_once_that_views_wait(self, caplog):
        caplog.set_level(logging.WARNING)
        send = Sender(*[DatabaseError("The database is away.")] * 5)
        flusher = Flusher(send, every=SOON)
        flusher.start()
        assert send.is_well.wait(PATIENCE)
        flusher.end()
        assert [record.message for record in caplog.records] == ["Views wait in memory."]
        assert "The database is away." in caplog.text

    def test_goes_on_in_a_forked_child(self):
        fork = multiprocessing.get_context("fork")
        sent = fork.Semaphore(0)
        flusher = Flusher(sent.release, every=LONG)
        flusher.start()

        def go_on():
            flusher.start_in_child()
            flusher.end()

        child = fork.Process(target=go_on)
        child.start()
        child.join()
        assert sent.acquire(timeout=PATIENCE)
        flusher.end()
        assert sent.acquire(timeout=PATIENCE)


class TestStore:
    def test_leaves_to_the_parent_what_the_parent_noted(self, monkeypatch):
        monkeypatch.setattr(django_settings, "REDIS_URL", "")
        viewing.store.cache_clear()
        viewing.count(1, visitor="asha")
        fork = multiprocessing.get_context("fork")
        theirs = fork.Queue()
        child = fork.Process(target=lambda: theirs.put(_noted()))
        child.start()
        child.join()
        assert theirs.get(timeout=PATIENCE) == 0
        assert _noted() == 1
        viewing.store.cache_clear()


def _noted():
    """How many views this process would send."""
    store = viewing.store()
    assert isinstance(store, viewing.MemoryStore)
    return len(store._notepad.take())
