"""What every feed promises, whatever it is about (docs/FEEDS.md)."""

import json
import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from feedparser.api import parse

from forum import following, hiding
from forum.feeds import validators
from forum.models import Discussion
from harringay import kept_pages
from notifications import delivery, subscribing
from notifications.models import PrivateKind
from tests.factories import make_category, make_discussion, make_edition, make_reply
from tests.notifications.days import TUESDAY

pytestmark = pytest.mark.django_db

SITE = "https://forum.example.org"
NAMES = [
    *("discussions", "replies", "activity", "editions", "categories/pets", "tags/urban"),
    *("members/asha", "topics/foxes", "search/foxes"),
]
EVERY_FEED = pytest.mark.parametrize("name", NAMES)
EVERY_FORMAT = pytest.mark.parametrize("form", ["rss", "atom", "json"])
BODY = '<p>Foxes, <a href="/forum">here</a></p><blockquote cite="/activity">As before</blockquote>'


@pytest.fixture(autouse=True)
def _elsewhere(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def foxes(asha, ben) -> Discussion:
    place = make_category(slug="pets")
    foxes = make_discussion(
        title="Foxes", author=asha, category=place, tags=["urban"], body=BODY, body_format="html"
    )
    make_reply(discussion=foxes, author=ben, body=BODY, body_format="html")
    make_edition(TUESDAY, foxes)
    # What stays, so that no place of the feeds is gone.
    make_discussion(title="Bins", author=asha, category=place, tags=["urban"])
    return foxes


@pytest.fixture
def private(asha) -> list[str]:
    following.follow(None, member=asha)
    return [f"private/{subscribing.renew(kind, member=asha).token}" for kind in PrivateKind]


def items(name):
    """What a new process tells whoever asks, in JSON."""
    answer = Client().get(f"/feeds/{name}.json")
    return answer.json()["items"] if answer.status_code == 200 else []


@pytest.mark.usefixtures("foxes")
class TestAddresses:
    @EVERY_FEED
    @EVERY_FORMAT
    def test_are_the_site_s_own_whatever_was_asked(self, client, settings, name, form):
        settings.ALLOWED_HOSTS = ["evil.example.com"]
        headers = {"host": "evil.example.com", "x-forwarded-proto": "http"}
        text = client.get(f"/feeds/{name}.{form}", headers=headers).text
        own = json.loads(text)["feed_url"] if form == "json" else _self_link(text)
        assert own == f"{SITE}/feeds/{name}.{form}"
        assert "evil" not in text

    @EVERY_FEED
    def test_in_what_was_written_are_whole(self, name):
        for item in items(name):
            found = re.findall(r'\b(?:href|src|cite)="([^"]*)"', item["content_html"])
            assert all(urlsplit(address).scheme for address in found)
            assert urlsplit(item["url"]).netloc == "forum.example.org"


class TestHiding:
    def test_takes_it_out_of_every_feed_at_once_and_back_as_it_was(self, foxes, private, mo):
        delivery.deliver_new_events()
        names = [*NAMES, *private]
        before = {name: items(name) for name in names}
        assert all("Foxes" in json.dumps(told) for told in before.values())
        hiding.hide_discussion(foxes, by=mo)
        assert not [name for name in names if "Foxes" in json.dumps(items(name))]
        hiding.restore_discussion(foxes, by=mo)
        after = {name: items(name) for name in names}
        for key in ("id", "date_published"):
            assert [[item[key] for item in after[name]] for name in names] == [
                [item[key] for item in before[name]] for name in names
            ]


@pytest.mark.usefixtures("foxes")
class TestTags:
    @EVERY_FEED
    def test_are_others_where_feeds_are_written_otherwise(self, client, monkeypatch, name):
        before = client.get(f"/feeds/{name}.rss")["ETag"]
        monkeypatch.setattr(validators, "VERSION", validators.VERSION + 1)
        kept_pages.shelf.clear()
        again = client.get(f"/feeds/{name}.rss", headers={"if-none-match": before})
        assert again.status_code == 200
        assert again["ETag"] != before


@pytest.mark.usefixtures("foxes")
class TestWhoReads:
    def test_is_everybody_but_of_what_is_one_member_s(self, client, private):
        rules = RobotFileParser()
        rules.parse(client.get("/robots.txt").text.splitlines())
        for name in (*NAMES, "all.opml"):
            assert rules.can_fetch("Feedly", f"{SITE}/feeds/{name}.rss")
        for name in private:
            assert not rules.can_fetch("Feedly", f"{SITE}/feeds/{name}.rss")

    @EVERY_FEED
    def test_needs_neither_a_name_nor_a_cookie(self, name):
        for agent in ("", "curl/8.5", "Feedly/1.0"):
            assert Client().get(f"/feeds/{name}.rss", headers={"user-agent": agent}).content

    @EVERY_FEED
    @EVERY_FORMAT
    def test_may_be_a_browser_in_which_nothing_runs(self, client, name, form):
        answer = client.get(f"/feeds/{name}.{form}")
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_is_told_by_no_public_page_where_a_private_feed_is(self, client, private):
        for page in ("/", "/feeds", "/profile/asha", "/feeds/all.opml", "/sitemap.xml"):
            assert "/feeds/private/" not in client.get(page).text


def _self_link(text: str) -> str:
    (own,) = [link.href for link in parse(text).feed.links if link.rel == "self"]
    return str(own)
