"""What each format says, read back with what others wrote."""

import json
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.test import Client
from feedparser.api import parse

from forum.models import Discussion, SiteIdentity
from tests.factories import make_discussion, make_reply

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
WFW = "{http://wellformedweb.org/CommentAPI/}"


@pytest.fixture(autouse=True)
def _https(settings):
    settings.SITE_URL = "https://forum.example.org"


@pytest.fixture
def discussion(asha) -> Discussion:
    discussion = make_discussion(title="Foxes & <b>badgers</b>", author=asha)
    make_reply(discussion=discussion)
    return Discussion.objects.get(pk=discussion.pk)


def xml(client: Client, address: str) -> ET.Element:
    return ET.fromstring(client.get(address).content)


def found(element: ET.Element, path: str) -> ET.Element:
    child = element.find(path)
    assert child is not None, path
    return child


def read(client: Client, address: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(client.get(address).content)
    return document


class TestRss:
    def test_is_read_without_complaint(self, client, discussion):
        parsed = parse(client.get("/feeds/discussions.rss").content)
        assert not parsed.bozo
        assert parsed.version == "rss20"

    def test_describes_itself(self, client, discussion):
        answer = client.get("/feeds/discussions.rss")
        channel = found(ET.fromstring(answer.content), "channel")
        assert found(channel, f"{ATOM}link").attrib == {
            "rel": "self",
            "type": "application/rss+xml",
            "href": "https://forum.example.org/feeds/discussions.rss",
        }
        assert channel.findtext("lastBuildDate") == answer["Last-Modified"]
        assert channel.findtext("language") == "en-GB"
        assert channel.findtext("ttl") == "15"
        assert channel.findtext("description")
        assert found(channel, "image/url").text

    def test_tells_a_discussion_in_full(self, client, discussion):
        item = found(xml(client, "/feeds/discussions.rss"), "channel/item")
        assert item.findtext("title") == "Foxes & <b>badgers</b>"
        assert item.findtext(f"{CONTENT}encoded") == discussion.body_html
        assert item.findtext(f"{DC}creator") == "Asha Ravindran"
        assert item.findtext(f"{SLASH}comments") == "1"
        page = f"https://forum.example.org/forum/topics/{discussion.slug}"
        assert item.findtext("link") == page
        assert item.findtext("comments") == f"{page}#replies"
        feed_url = f"https://forum.example.org/feeds/topics/{discussion.slug}.rss"
        assert item.findtext(f"{WFW}commentRss") == feed_url
        assert found(item, "guid").attrib == {"isPermaLink": "false"}

    def test_dates_it_as_old_readers_know(self, client, discussion):
        date = xml(client, "/feeds/discussions.rss").findtext("channel/item/pubDate") or ""
        assert date.endswith(" GMT")
        started_at = discussion.started_at.replace(microsecond=0)
        assert parsedate_to_datetime(date) == started_at

    def test_says_what_a_reply_answers(self, client, discussion):
        item = found(xml(client, f"/feeds/topics/{discussion.slug}.rss"), "channel/item")
        guid = xml(client, "/feeds/discussions.rss").findtext("channel/item/guid")
        assert found(item, f"{THREAD}in-reply-to").get("ref") == guid


class TestAtom:
    def test_is_read_without_complaint(self, client, discussion):
        parsed = parse(client.get("/feeds/discussions.atom").content)
        assert not parsed.bozo
        assert parsed.version == "atom10"

    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("discussions", "discussions"),
            ("editions", "edition_feed"),
            ("search/fox%20cub", "words:fox%20cub"),
            ("topics/{slug}", "discussion:{pk}"),
        ],
    )
    def test_has_an_id_that_no_title_move_or_host_changes(
        self, client, discussion, settings, address, name
    ):
        address = f"/feeds/{address.format(slug=discussion.slug)}.atom"
        before = xml(client, address).findtext(f"{ATOM}id")
        authority = SiteIdentity.current().feed_authority
        assert before == f"tag:{authority},2026:feed:{name.format(pk=discussion.pk)}"
        Discussion.objects.update(title="Badgers")
        settings.SITE_URL = "https://elsewhere.example.org"
        assert xml(client, address).findtext(f"{ATOM}id") == before

    def test_tells_a_discussion_in_full(self, client, discussion):
        entry = found(xml(client, "/feeds/discussions.atom"), f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Foxes & <b>badgers</b>"
        assert entry.findtext(f"{ATOM}content") == discussion.body_html
        assert found(entry, f"{ATOM}content").get("type") == "html"
        assert found(entry, f"{ATOM}summary").get("type") == "text"
        author = found(entry, f"{ATOM}author")
        assert author.findtext(f"{ATOM}name") == "Asha Ravindran"
        assert author.findtext(f"{ATOM}uri") == "https://forum.example.org/profile/asha"

    def test_leads_to_the_replies_as_page_and_as_feed(self, client, discussion):
        entry = found(xml(client, "/feeds/discussions.atom"), f"{ATOM}entry")
        page, feed = entry.findall(f"{ATOM}link[@rel='replies']")
        assert page.get("type") == "text/html"
        assert feed.get("type") == "application/atom+xml"
        assert feed.get("href", "").endswith(f"/feeds/topics/{discussion.slug}.atom")
        assert {page.get(f"{THREAD}count"), feed.get(f"{THREAD}count")} == {"1"}

    def test_says_what_a_reply_answers(self, client, discussion):
        entry = found(xml(client, f"/feeds/topics/{discussion.slug}.atom"), f"{ATOM}entry")
        discussions = xml(client, "/feeds/discussions.atom")
        atom_id = discussions.findtext(f"{ATOM}entry/{ATOM}id")
        assert found(entry, f"{THREAD}in-reply-to").get("ref") == atom_id


class TestJsonFeed:
    def test_tells_a_discussion_in_full(self, client, discussion):
        document = read(client, "/feeds/discussions.json")
        (item,) = document["items"]
        assert document["version"] == "https://jsonfeed.org/version/1.1"
        assert document["feed_url"] == "https://forum.example.org/feeds/discussions.json"
        assert item["title"] == "Foxes & <b>badgers</b>"
        assert item["content_html"] == discussion.body_html
        assert item["authors"] == [
            {"name": "Asha Ravindran", "url": "https://forum.example.org/profile/asha"}
        ]


class TestAllFormats:
    @pytest.mark.parametrize("extension", ["rss", "atom", "json"])
    def test_say_first_to_whom_a_browser_shows_them_what_they_are(
        self, client, discussion, extension
    ):
        beginning = client.get(f"/feeds/discussions.{extension}").text[:400]
        assert "This page is a feed, for a feed reader" in beginning
        assert "/feeds" in beginning

    @pytest.mark.parametrize("name", ["discussions", "replies", "activity"])
    def test_give_the_same_ids_in_the_same_order(self, client, discussion, name):
        rss = [each.text for each in xml(client, f"/feeds/{name}.rss").iter("guid")]
        atom = [
            e.findtext(f"{ATOM}id") for e in xml(client, f"/feeds/{name}.atom").iter(f"{ATOM}entry")
        ]
        ours = [item["id"] for item in read(client, f"/feeds/{name}.json")["items"]]
        assert rss == atom == ours
        assert len(ours) == len(set(ours)) > 0

    @pytest.mark.parametrize("extension", ["rss", "atom", "json"])
    def test_hold_no_mail_address(self, client, discussion, extension):
        answer = client.get(f"/feeds/activity.{extension}")
        assert discussion.author.email.encode() not in answer.content

    @pytest.mark.parametrize("extension", ["rss", "atom"])
    def test_are_read_without_complaint_where_nobody_replied(self, client, db, extension):
        slug = make_discussion().slug
        parsed = parse(client.get(f"/feeds/topics/{slug}.{extension}").content)
        assert not parsed.bozo
        assert not parsed.entries
