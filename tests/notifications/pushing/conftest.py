"""A site that sends to browsers by day, a push service on loopback, and who reads there."""

import pytest

from notifications import browsers, schedule
from tests.factories import make_discussion
from tests.notifications.push_sink import SITE_KEY, Reader, running_service


@pytest.fixture
def _by_day(monkeypatch):
    """Whatever the clock says: nights have tests of their own."""
    monkeypatch.setattr(schedule, "end_of_night", lambda _now: None)


@pytest.fixture
def service(settings, _by_day):
    settings.VAPID_PRIVATE_KEY = SITE_KEY
    settings.MAIL_HOLD_SECONDS = 0
    with running_service() as running:
        settings.PUSH_SERVICES = (running.origin,)
        yield running


@pytest.fixture
def phone(service, asha):
    """Asha's, in which she is told."""
    reader = Reader(service, "/to/phone")
    browsers.ask(member=asha, name="Chrome on Android", **reader.asked)
    return reader


@pytest.fixture
def laptop(service, asha):
    reader = Reader(service, "/to/laptop")
    browsers.ask(member=asha, name="Firefox on a Mac", **reader.asked)
    return reader


@pytest.fixture
def foxes(asha):
    return make_discussion(title="Foxes on Wightman Road", author=asha)
