"""The editions of the fictional neighbourhood."""

import pytest

from forum import demoing
from forum.demo import portraits
from forum.models import Event
from notifications import delivery
from notifications.models import Edition, EditionItem, Mail, Notification, Round
from notifications.tasks import issue_edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch):
    monkeypatch.setattr(portraits, "portrait", lambda _address, sizes: dict.fromkeys(sizes, b""))


def test_are_there_from_the_start_and_nobody_is_mailed_about_the_past(client):
    demoing.seed_demo()
    delivery.deliver_new_events()
    issue_edition()
    assert not Event.objects.untold().exists()
    assert not Notification.objects.exists()
    assert not Mail.objects.exists()
    latest = Edition.objects.issued().newest_first()[0]
    assert client.get(latest.get_absolute_url()).status_code == 200
    assert latest.items.exists()


def test_go_with_it():
    demoing.seed_demo()
    demoing.remove_demo()
    for model in (Edition, EditionItem, Round):
        assert not model.objects.exists()
