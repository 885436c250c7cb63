"""A feed's older pages: nothing is missed however much arrives, and no page is too large."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from django.http import Http404
from django.utils import timezone
from feedparser.api import parse

from forum.feeds import paging
from forum.feeds.paging import NEWEST, Place
from forum.models import Discussion
from tests.factories import make_category, make_discussion, make_edition, make_member, make_reply
from tests.notifications.days import TUESDAY

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
HALF_A_MEGABYTE = 512 * 1024
NOON = datetime(2026, 3, 17, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nobody_is_asked_to_wait(settings):
    settings.RATE_LIMITS = False


def write(count: int, *, body: str = "<p>Words</p>", at=None) -> list[Discussion]:
    """So many discussions, a minute apart, or all at one moment; the last is the newest."""
    author, category = make_member(), make_category()
    first = Discussion.objects.count()
    return Discussion.objects.bulk_create(
        Discussion(
            author=author,
            category=category,
            slug=f"fox-{number}",
            title=f"Fox {number}",
            body_html=body,
            started_at=at or timezone.now() + timedelta(minutes=number - 1000),
        )
        for number in range(first, first + count)
    )


def as_rss(client, url):
    root = ET.fromstring(client.get(url).content)
    following = root.find(f"channel/{ATOM}link[@rel='next']")
    return [item.findtext("title") for item in root.iter("item")], following


def as_atom(client, url):
    root = ET.fromstring(client.get(url).content)
    following = root.find(f"{ATOM}link[@rel='next']")
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")], following


def pages(client, url, read):
    """The titles on each page, from the one at a URL to the last."""
    while url:
        titles, following = read(client, url)
        yield titles
        url = following.get("href") if following is not None else ""


def in_json(client, url):
    while url:
        document = json.loads(client.get(url).content)
        yield [item["title"] for item in document["items"]]
        url = document.get("next_url", "")


class TestPages:
    @pytest.mark.parametrize(("ending", "read"), [("rss", as_rss), ("atom", as_atom)])
    def test_hold_everything_once_and_in_order(self, client, ending, read):
        write(75)
        found = list(pages(client, f"/feeds/discussions.{ending}", read))
        assert [len(page) for page in found] == [30, 30, 15]
        assert list(chain.from_iterable(found)) == [
            f"Fox {number}" for number in reversed(range(75))
        ]

    def test_are_the_same_in_json(self, client):
        write(75)
        found = list(in_json(client, "/feeds/discussions.json"))
        assert found == list(pages(client, "/feeds/discussions.rss", as_rss))

    def test_miss_nothing_of_a_hundred_that_came_between_two_polls(self, client):
        write(10)
        known = set(next(pages(client, "/feeds/discussions.atom", as_atom)))
        write(100)
        news: list[str] = []
        for titles in pages(client, "/feeds/discussions.atom", as_atom):
            news += [title for title in titles if title not in known]
            if known & set(titles):
                break
        assert news == [f"Fox {number}" for number in reversed(range(10, 110))]

    def test_move_nothing_to_another_page_when_more_arrives(self, client):
        write(40)
        walk = pages(client, "/feeds/discussions.rss", as_rss)
        first = next(walk)
        write(35)
        assert next(walk) == [f"Fox {number}" for number in reversed(range(10))]
        assert first[-1] == "Fox 10"

    def test_part_what_came_at_one_moment(self, client):
        write(65, at=timezone.now())
        found = list(chain.from_iterable(pages(client, "/feeds/discussions.atom", as_atom)))
        assert found == [f"Fox {number}" for number in reversed(range(65))]

    def test_go_on_after_an_item_that_was_hidden_meanwhile(self, client):
        write(40)
        walk = pages(client, "/feeds/discussions.rss", as_rss)
        Discussion.objects.filter(title=next(walk)[-1]).update(hidden_at=timezone.now())
        assert next(walk) == [f"Fox {number}" for number in reversed(range(10))]

    def test_end_without_a_next_where_there_is_no_more(self, client):
        write(30)
        assert [len(page) for page in pages(client, "/feeds/discussions.rss", as_rss)] == [30]
        assert "next_url" not in client.get("/feeds/discussions.json").json()

    def test_are_read_without_complaint_and_say_where_they_are(self, client, settings):
        write(31)
        url = parse(client.get("/feeds/discussions.atom").content).feed.links
        (following,) = [link.href for link in url if link.rel == "next"]
        assert following.startswith(f"{settings.SITE_URL}/feeds/discussions.atom?before=")
        older = parse(client.get(following).content)
        assert not older.bozo
        assert older.feed.id == parse(client.get("/feeds/discussions.atom").content).feed.id
        assert [link.href for link in older.feed.links if link.rel == "self"] == [following]


class TestPagesOfEachFeed:
    def test_hold_a_member_s_discussions_and_replies(self, client, asha):
        discussion = make_discussion(author=asha)
        for number in range(34):
            make_reply(discussion=discussion, author=asha, body=f"Reply {number}")
        found = list(in_json(client, "/feeds/members/asha.json"))
        assert [len(page) for page in found] == [30, 5]
        assert found[1][-1] == discussion.title

    def test_hold_all_replies_and_those_of_a_discussion(self, client, asha):
        discussion = make_discussion(author=asha)
        for number in range(34):
            make_reply(discussion=discussion, author=asha, body=f"Reply {number}")
        for address in ("replies", f"topics/{discussion.slug}"):
            found = list(in_json(client, f"/feeds/{address}.json"))
            assert [len(page) for page in found] == [30, 4]

    def test_hold_a_category_s_and_a_tag_s_discussions(self, client, asha):
        category = make_category(slug="pets")
        for number in range(31):
            make_discussion(title=f"Fox {number}", author=asha, category=category, tags=["foxes"])
        for address in ("categories/pets", "tags/foxes", "activity"):
            found = list(in_json(client, f"/feeds/{address}.json"))
            assert found[1] == ["Fox 0"]

    def test_hold_each_edition(self, client):
        for ago in range(32):
            make_edition(TUESDAY - timedelta(days=ago))
        found = list(in_json(client, "/feeds/editions.json"))
        assert [len(page) for page in found] == [30, 2]


class TestOlderPages:
    @pytest.fixture
    def older(self, client) -> str:
        write(31)
        url: str = client.get("/feeds/discussions.json").json()["next_url"]
        return url

    def test_have_a_tag_and_no_date_that_could_be_wrong(self, client, older):
        page = client.get(older)
        assert "Last-Modified" not in page
        assert client.get(older, headers={"If-None-Match": page["ETag"]}).status_code == 304

    def test_are_not_taken_for_the_newest(self, client, older):
        newest = client.get("/feeds/discussions.json")
        for asked in (
            {"If-None-Match": newest["ETag"]},
            {"If-Modified-Since": newest["Last-Modified"]},
        ):
            assert client.get(older, headers=asked).status_code == 200

    def test_change_nothing_of_the_newest(self, client, older):
        newest = client.get("/feeds/discussions.json")
        client.get(older)
        assert client.get("/feeds/discussions.json")["Last-Modified"] == newest["Last-Modified"]

    @pytest.mark.parametrize(
        "place",
        ["x", "-1-1", "1", "1-", "1-1-1", "9" * 17 + "-1", "1-" + "9" * 19, "１-１", "1-1%00"],
    )
    def test_are_refused_at_no_place(self, client, place):
        answer = client.get(f"/feeds/discussions.rss?before={place}")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "text/plain; charset=utf-8"

    @pytest.mark.parametrize("place", ["0-0", "9999999999999999-999999999999999999"])
    @pytest.mark.parametrize("name", ["discussions", "replies", "activity", "editions"])
    def test_are_empty_or_whole_at_the_ends_of_time(self, client, older, name, place):
        for ending in ("rss", "atom", "json"):
            answer = client.get(f"/feeds/{name}.{ending}?before={place}")
            assert answer.status_code == 200

    def test_keep_their_place_through_a_redirect(self, client, asha):
        answer = client.get("/feeds/members/ASHA.rss?before=5-7")
        assert answer["Location"].endswith("/feeds/members/asha.rss?before=5-7")


class TestSize:
    # What needs most bytes in XML, in JSON, and in UTF-8.
    @pytest.mark.parametrize("character", ["&", '"', "狐", "a"], ids=ascii)
    def test_is_half_a_megabyte_at_the_most(self, client, character):
        write(30, body=f"<p>{character * 20_000}</p>")
        for ending in ("rss", "atom", "json"):
            answer = client.get(f"/feeds/discussions.{ending}")
            assert len(answer.content) <= HALF_A_MEGABYTE
        found = list(chain.from_iterable(in_json(client, "/feeds/discussions.json")))
        assert found == [f"Fox {number}" for number in reversed(range(30))]

    def test_is_kept_by_one_that_is_too_large_alone(self, client):
        write(2, body=f"<p>{'Foxes ' * 200_000}</p>")
        answer = client.get("/feeds/discussions.json")
        assert len(answer.content) <= HALF_A_MEGABYTE
        (first, second) = answer.json()["items"]
        assert first["content_html"].endswith(f'<a href="{first["url"]}">Read all of it</a></p>')
        assert second["title"] == "Fox 0"


class TestPlaceFrom:
    def test_reads_what_an_address_says(self):
        place = Place(NOON, 7)
        assert paging.place_from(str(place)) == place

    def test_is_the_newest_of_nothing(self):
        assert paging.place_from("") == NEWEST

    def test_refuses_anything_else(self):
        with pytest.raises(Http404):
            paging.place_from("yesterday")
