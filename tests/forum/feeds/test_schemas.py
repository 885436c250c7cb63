"""Every feed is what its format says, whatever is in it: checked against grammars (safety F-05)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from feedparser.api import parse
from lxml.etree import RelaxNG, fromstring, tostring

from forum import editing, featuring, hiding, withdrawing
from forum.feeds import feed
from forum.models import Discussion, Reply
from tests.factories import make_category, make_discussion, make_edition, make_reply
from tests.notifications.days import TUESDAY

pytestmark = pytest.mark.django_db

GRAMMARS = Path("tests/data/feeds")
NAMES = [
    *("discussions", "replies", "activity", "editions", "categories/pets", "tags/urban"),
    *("members/asha", "members/ben", "topics/foxes", "topics/bins"),
]
ATOM = "{http://www.w3.org/2005/Atom}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
EVERY_FEED = pytest.mark.parametrize("name", NAMES)
A_POLL_LONG_AGO = "?before=9999999999999999-1"


@pytest.fixture
def neighbourhood(asha, ben, mo):
    """Something of each kind: answered, edited, featured, hidden, taken back, or alone."""
    category = make_category(name="Pets & beasts", slug="pets")
    foxes = make_discussion(title="Foxes", author=asha, category=category, tags=["urban"])
    first = make_reply(discussion=foxes, author=ben, body="Three of <them> & a cub")
    make_reply(parent=first, author=asha, body="Where?")
    hiding.hide_reply(make_reply(parent=first, author=ben), by=mo)
    withdrawing.withdraw_reply(make_reply(discussion=foxes, author=asha), by=asha)
    editing.edit_reply(first, by=ben, body="Two", body_format="text")
    featuring.feature(foxes, by=mo)
    make_discussion(title="Bins", author=asha, category=category)
    hiding.hide_discussion(make_discussion(author=ben, category=category), by=mo)
    make_edition(TUESDAY, foxes)


@cache
def grammar(name: str) -> RelaxNG:
    return RelaxNG(file=str(GRAMMARS / f"{name}.rng"))


def documents(client, name: str) -> dict[str, Any]:
    rss, atom, ours = (
        client.get(f"/feeds/{name}.{ending}").content for ending in ("rss", "atom", "json")
    )
    return {"rss": fromstring(rss), "atom": fromstring(atom), "json": json.loads(ours)}


@pytest.mark.usefixtures("neighbourhood")
class TestEachFeed:
    @EVERY_FEED
    @pytest.mark.parametrize("page", ["", A_POLL_LONG_AGO], ids=["newest", "older"])
    def test_is_what_its_format_says(self, client, name, page):
        for ending in ("rss", "atom"):
            content = client.get(f"/feeds/{name}.{ending}{page}").content
            grammar(ending).assertValid(fromstring(content))
            assert not parse(content).bozo
        schema = json.loads((GRAMMARS / "json_feed.schema.json").read_text())
        jsonschema.validate(client.get(f"/feeds/{name}.json{page}").json(), schema)

    @EVERY_FEED
    def test_tells_the_same_items_and_dates_in_each_format(self, client, name):
        found = documents(client, name)
        in_atom = list(found["atom"].iter(f"{ATOM}entry"))
        ours = found["json"]["items"]
        ids = [item["id"] for item in ours]
        assert [each.text for each in found["rss"].iter("guid")] == ids
        assert [entry.findtext(f"{ATOM}id") for entry in in_atom] == ids
        assert len(set(ids)) == len(ids)
        published = [entry.findtext(f"{ATOM}published") for entry in in_atom]
        assert [item["date_published"] for item in ours] == published
        updated = [entry.findtext(f"{ATOM}updated") for entry in in_atom]
        assert [item["date_modified"] for item in ours] == updated
        read = parse(tostring(found["rss"])).entries
        assert [f"{each.published_parsed[:6]}" for each in read] == [
            f"{each.published_parsed[:6]}" for each in parse(tostring(found["atom"])).entries
        ]

    @EVERY_FEED
    @pytest.mark.parametrize("ending", ["rss", "atom", "json"])
    def test_is_the_same_for_head_and_has_no_cookie(self, client, name, ending):
        full, head = (ask(f"/feeds/{name}.{ending}") for ask in (client.get, client.head))
        assert full.content
        assert head.content == b""
        assert head.headers == full.headers
        assert not full.content.startswith(b"\xef\xbb\xbf")
        assert not full.cookies

    @EVERY_FEED
    def test_tells_nothing_that_is_not_everyone_s(self, client, name):
        for ending in ("rss", "atom", "json"):
            text = client.get(f"/feeds/{name}.{ending}").text
            assert "@example.org" not in text
            assert "views" not in text

    @EVERY_FEED
    @pytest.mark.parametrize("ending", ["rss", "atom"])
    def test_answers_what_there_is(self, client, name, ending):
        root = documents(client, name)[ending]
        answered = {each.get("ref") for each in root.iter(f"{THREAD}in-reply-to")}
        everything = {
            item["id"]
            for each in ("discussions", "replies")
            for item in client.get(f"/feeds/{each}.json").json()["items"]
        }
        assert answered <= everything


@pytest.mark.usefixtures("neighbourhood")
class TestThreads:
    def test_count_the_replies_that_show(self, client):
        root = documents(client, "discussions")["atom"]
        counts = {
            link.get(f"{THREAD}count")
            for entry in root.iter(f"{ATOM}entry")
            if entry.findtext(f"{ATOM}title") == "Foxes"
            for link in entry.iter(f"{ATOM}link")
            if link.get("rel") == "replies"
        }
        shown = Reply.objects.shown().filter(discussion__title="Foxes").count()
        assert counts == {str(shown)} == {"2"}


class TestQueries:
    """A feed of thirty whole texts asks three times at the most, and as often whatever it holds."""

    @pytest.fixture
    def _thirty(self, asha):
        category = make_category(slug="pets")
        for number in range(30):
            tags = {"author": asha, "category": category, "tags": ["urban"]}
            discussion = make_discussion(title=f"Fox {number}", **tags)
            make_reply(parent=make_reply(discussion=discussion, author=asha), author=asha)
        for _ in range(30):
            make_reply(discussion=Discussion.objects.get(slug="fox-0"), author=asha)

    @pytest.mark.usefixtures("_thirty")
    @pytest.mark.parametrize(
        ("make", "about"),
        [
            (feed.newest_discussions, []),
            (feed.newest_replies, []),
            (feed.activity, []),
            (feed.of_category, ["pets"]),
            (feed.of_tag, ["urban"]),
            (feed.of_discussion, ["fox-0"]),
            (feed.of_member, ["asha"]),
        ],
        ids=lambda value: getattr(value, "__name__", ""),
    )
    def test_are_three_at_the_most(self, make, about, django_assert_max_num_queries):
        with django_assert_max_num_queries(3):
            made = make(*about)
        assert len(made.items) == 30
        assert all(item.content_html for item in made.items)
