"""Telling the worker that there is something to do, for which nobody waits."""

import threading

import pytest
from celery import current_app

from harringay.nudging import Nudger
from tests.running_site import wait_until


@pytest.fixture
def sent(monkeypatch):
    """What the broker was sent; `hold` it, and it takes nothing until it is let go."""

    class Broker:
        def __init__(self) -> None:
            self.names: list[str] = []
            self.is_open = threading.Event()
            self.is_open.set()
            self.trouble: Exception | None = None

        def take(self, name: str, **_options: object) -> None:
            self.is_open.wait(10)
            self.names.append(name)
            if self.trouble:
                raise self.trouble

    broker = Broker()
    monkeypatch.setattr(current_app, "send_task", broker.take)
    yield broker
    broker.is_open.set()


class TestNudge:
    def test_tells_the_worker(self, sent):
        Nudger().nudge()
        assert wait_until(lambda: sent.names, seconds=5)
        assert sent.names == ["notifications.tasks.deliver_new_events"]

    def test_waits_for_no_broker_and_makes_one_message_of_a_burst(self, sent):
        sent.is_open.clear()
        nudger = Nudger()
        nudger.nudge()
        assert wait_until(lambda: not nudger._is_wanted.is_set(), seconds=5)
        for _ in range(100):
            nudger.nudge()
        assert not sent.names
        sent.is_open.set()
        assert wait_until(lambda: len(sent.names) == 2, seconds=5)

    def test_goes_on_after_the_broker_was_away(self, sent, caplog):
        sent.trouble = ConnectionRefusedError("no broker")
        nudger = Nudger()
        for count in (1, 2):
            nudger.nudge()
            assert wait_until(lambda wanted=count: len(sent.names) == wanted, seconds=5)
        sent.trouble = None
        nudger.nudge()
        assert wait_until(lambda: len(sent.names) == 3, seconds=5)
        assert [record.message for record in caplog.records] == [
            "The worker could not be nudged: no broker"
        ]
