"""Views: one a visitor a discussion an hour, robots left out, none lost and none doubled."""

from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client

from forum import viewing
from forum.models import ViewBatch
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def store(monkeypatch):
    store = viewing.MemoryStore()
    monkeypatch.setattr(viewing, "store", lambda: store)
    return store


def views_of(discussion):
    viewing.flush()
    discussion.refresh_from_db()
    return discussion.view_count


def read(discussion, *, client=None, agent=PHONE, address="192.0.2.1"):
    client = client or Client()
    headers = {"User-Agent": agent}
    return client.get(discussion.get_absolute_url(), headers=headers, REMOTE_ADDR=address)


class TestCount:
    def test_counts_a_visitor_once_an_hour(self, monkeypatch):
        discussion = make_discussion()
        read(discussion)
        read(discussion)
        assert views_of(discussion) == 1
        monkeypatch.setattr(viewing, "ONE_VIEW_AN_HOUR", 0)
        read(discussion)
        assert views_of(discussion) == 2

    def test_counts_two_visitors_and_a_member_apart(self, asha_client):
        discussion = make_discussion()
        read(discussion, address="192.0.2.1")
        read(discussion, address="192.0.2.2")
        read(discussion, client=asha_client, address="192.0.2.1")
        assert views_of(discussion) == 3

    @pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.0", "Feedly/1.0", ""])
    def test_leaves_robots_out(self, agent):
        discussion = make_discussion()
        read(discussion, agent=agent)
        assert views_of(discussion) == 0

    def test_believes_no_address_that_a_visitor_made_up(self):
        discussion = make_discussion()
        for number in range(20):
            Client().get(
                discussion.get_absolute_url(),
                headers={"User-Agent": PHONE, "X-Forwarded-For": f"198.51.100.{number}"},
            )
        assert views_of(discussion) == 1

    def test_sets_no_cookie_and_writes_nothing_in_the_request(self):
        discussion = make_discussion()
        response = read(discussion)
        assert not response.cookies
        discussion.refresh_from_db()
        assert discussion.view_count == 0


class TestFlush:
    def test_adds_nothing_twice(self):
        discussion = make_discussion()
        read(discussion)
        assert views_of(discussion) == views_of(discussion) == 1

    def test_keeps_the_views_for_when_the_database_is_back(self, monkeypatch):
        discussion = make_discussion()
        read(discussion)
        write_down = viewing._write_down

        def fail(_views):
            raise DatabaseError

        monkeypatch.setattr(viewing, "_write_down", fail)
        with pytest.raises(DatabaseError):
            viewing.flush()
        monkeypatch.setattr(viewing, "_write_down", write_down)

        assert views_of(discussion) == 1

    def test_does_not_write_a_batch_down_twice(self):
        discussion = make_discussion()
        batch = uuid4()
        for _ in range(2):
            viewing._write_down({discussion.pk: 3}, batch=batch)
        discussion.refresh_from_db()
        assert discussion.view_count == 3
        assert ViewBatch.objects.count() == 1
