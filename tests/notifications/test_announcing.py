"""A hub is told which feeds have changed, by the worker and by nobody else (WebSub)."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from feedparser.api import parse

from forum import featuring, hiding
from harringay import kept_pages
from notifications import announcing, delivery, subscribing, tasks
from notifications.hub import publish
from notifications.models import Announcement, PrivateKind
from tests.factories import make_category, make_discussion, make_reply
from tests.notifications.hub_sink import running_hub

pytestmark = pytest.mark.django_db

SITE = "https://forum.example.org"
HUB = "https://hub.example.org/"


@pytest.fixture
def hub(settings):
    settings.SITE_URL = SITE
    with running_hub() as running:
        settings.WEBSUB_HUB_URL = running.url
        yield running


@pytest.fixture
def foxes(asha):
    room = make_category(slug="wildlife")
    return make_discussion(title="Foxes", author=asha, category=room, tags=["urban"])


def tell():
    delivery.deliver_new_events()
    announcing.tell_hub()


def make_all_due():
    Announcement.objects.update(due_at=timezone.now())


class TestTellHub:
    def test_names_the_feeds_of_a_new_discussion(self, hub, foxes):
        tell()
        assert sorted(hub.feeds) == [
            "activity.rss",
            "categories/wildlife.rss",
            "discussions.rss",
            "members/asha.rss",
            "tags/urban.rss",
        ]
        assert not Announcement.objects.exists()

    def test_names_the_feeds_of_a_reply(self, hub, foxes, ben):
        tell()
        hub.told.clear()
        make_reply(discussion=foxes, author=ben)
        tell()
        assert sorted(hub.feeds) == [
            "activity.rss",
            "members/ben.rss",
            "replies.rss",
            "topics/foxes.rss",
        ]

    def test_names_latest_activity_for_what_was_featured(self, hub, foxes, mo):
        tell()
        hub.told.clear()
        featuring.feature(foxes, by=mo)
        tell()
        assert hub.feeds == ["activity.rss"]

    def test_says_it_as_hubs_are_told(self, hub, foxes):
        tell()
        assert [
            ("hub.mode", "publish"),
            ("hub.url", f"{SITE}/feeds/discussions.rss"),
            ("hub.url", f"{SITE}/feeds/discussions.atom"),
            ("hub.url", f"{SITE}/feeds/discussions.json"),
        ] in hub.told
        assert set(hub.asked_at) == {"/publish?by=us"}

    def test_says_it_once_for_all_that_happened(self, hub, foxes):
        make_reply(discussion=foxes)
        make_reply(discussion=foxes)
        tell()
        assert hub.feeds.count("replies.rss") == 1
        announcing.tell_hub()
        assert hub.feeds.count("replies.rss") == 1

    def test_says_nothing_of_what_was_hidden_meanwhile(self, hub, foxes, mo):
        hiding.hide_discussion(foxes, by=mo)
        tell()
        assert not hub.told

    def test_names_the_editions_feed_when_one_is_out(self, hub):
        tasks.issue_edition()
        announcing.tell_hub()
        assert "editions.rss" in hub.feeds

    @pytest.mark.parametrize("status", [301, 307, 404, 500])
    def test_tries_again_later_where_it_is_refused(self, hub, foxes, status):
        hub.status = status
        tell()
        announcing.tell_hub()
        # Neither the others nor where it is sent to: the hub is one.
        assert len(hub.told) == 1
        assert Announcement.objects.filter(attempts=1, due_at__gt=timezone.now()).count() == 5
        hub.status = 204
        make_all_due()
        announcing.tell_hub()
        assert not Announcement.objects.exists()

    def test_waits_longer_each_time(self, hub, foxes):
        hub.status = 500
        delivery.deliver_new_events()
        waits = []
        for _ in range(7):
            make_all_due()
            announcing.tell_hub()
            left = Announcement.objects.latest("due_at").due_at - timezone.now()
            waits.append(round(left / timedelta(minutes=1)))
        assert waits == [1, 5, 15, 60, 180, 180, 180]

    def test_tries_again_where_nobody_answers(self, foxes, settings):
        settings.WEBSUB_HUB_URL = "http://127.0.0.1:9/"
        make_reply(discussion=foxes)
        tell()
        assert Announcement.objects.filter(attempts=1).exists()

    def test_lets_go_of_what_is_a_day_old(self, hub, foxes):
        delivery.deliver_new_events()
        Announcement.objects.update(noted_at=timezone.now() - timedelta(hours=25))
        announcing.tell_hub()
        assert not hub.told
        assert not Announcement.objects.exists()

    def test_keeps_what_changed_while_it_was_told(self, hub, foxes, monkeypatch):
        delivery.deliver_new_events()

        def meanwhile(urls):
            publish(urls)
            Announcement.objects.update(noted_at=timezone.now())

        monkeypatch.setattr("notifications.hub.publish", meanwhile)
        announcing.tell_hub()
        assert Announcement.objects.count() == 5


class TestWithoutAHub:
    def test_nothing_is_noted_or_named(self, client, foxes):
        tell()
        assert not Announcement.objects.exists()
        for form in ("rss", "atom", "json"):
            answer = client.get(f"/feeds/discussions.{form}")
            assert "Link" not in answer.headers
            assert "hub" not in answer.text


class TestTheFeed:
    @pytest.fixture(autouse=True)
    def _named(self, settings):
        settings.SITE_URL = SITE
        settings.WEBSUB_HUB_URL = HUB

    @pytest.mark.parametrize("form", ["rss", "atom"])
    def test_names_the_hub_and_itself_in_its_head_and_in_its_text(self, client, foxes, form):
        answer = client.get(f"/feeds/topics/foxes.{form}")
        own = f"{SITE}/feeds/topics/foxes.{form}"
        assert answer["Link"] == f'<{HUB}>; rel="hub", <{own}>; rel="self"'
        links = {link.rel: link.href for link in parse(answer.content).feed.links}
        assert (links["hub"], links["self"]) == (HUB, own)

    def test_names_it_as_json_does(self, client, foxes):
        feed = json.loads(client.get("/feeds/discussions.json").content)
        assert feed["hubs"] == [{"type": "WebSub", "url": HUB}]

    def test_names_it_also_when_it_was_kept(self, client, foxes):
        first, second = (client.get("/feeds/discussions.rss") for _ in range(2))
        assert first["Link"] == second["Link"]

    def test_names_it_also_to_who_asks_for_the_head_or_has_all_of_it(self, client, foxes):
        first = client.get("/feeds/topics/foxes.rss")
        known = {"If-None-Match": first["ETag"]}
        for ask in (client.get, client.head):
            assert ask("/feeds/topics/foxes.rss")["Link"] == first["Link"]
            kept = ask("/feeds/topics/foxes.rss", headers=known)
            kept_pages.shelf.clear()
            remembered = ask("/feeds/topics/foxes.rss", headers=known)
            make_discussion(title="Bins")
            after_a_change = ask("/feeds/topics/foxes.rss", headers=known)
            for answer in (kept, remembered, after_a_change):
                assert (answer.status_code, answer["Link"]) == (304, first["Link"])

    def test_names_it_to_who_had_the_feed_before_there_was_one(self, client, foxes, settings):
        settings.WEBSUB_HUB_URL = ""
        first = client.get("/feeds/topics/foxes.rss")
        settings.WEBSUB_HUB_URL = HUB
        kept_pages.shelf.clear()
        again = client.get("/feeds/topics/foxes.rss", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 200
        assert HUB in again.text

    @pytest.mark.parametrize("form", ["rss", "atom", "json"])
    def test_of_one_member_s_own_or_of_words_names_none(self, client, asha, form):
        private = subscribing.renew(PrivateKind.FOLLOWS, member=asha)
        for feed in (f"private/{private.token}", "search/foxes"):
            answer = client.get(f"/feeds/{feed}.{form}")
            assert answer.status_code == 200
            assert HUB not in answer.text
            assert "Link" not in answer.headers
