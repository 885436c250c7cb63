"""What was hidden or taken back is told to readers who can take it out (RFC 6721)."""

import xml.etree.ElementTree as ET
from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from feedparser.api import parse

from forum import hiding, withdrawing
from forum.archive.files import ArchiveShelf
from forum.feeds import feed, items
from forum.models import Category, Discussion, Reply, SiteIdentity
from tests.factories import make_category, make_discussion, make_reply
from tests.forum.archive.moving_in import move_in

pytestmark = pytest.mark.django_db

GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ID = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}id"


def document(client: Client, name: str) -> ET.Element:
    answer = client.get(f"/feeds/{name}.atom")
    assert not parse(answer.content).bozo
    return ET.fromstring(answer.content)


def gone(client: Client, name: str) -> list[str]:
    return [entry.get("ref", "") for entry in document(client, name).iter(GONE)]


def id_of(written: Discussion | Reply) -> str:
    return items.id_of(written, SiteIdentity.current())


@pytest.fixture
def discussion(asha) -> Discussion:
    category = make_category(slug="pets")
    return make_discussion(title="Foxes", author=asha, category=category, tags=["urban"])


@pytest.fixture
def reply(discussion, ben) -> Reply:
    return make_reply(discussion=discussion, author=ben, body="Three of them")


class TestOfDiscussions:
    NAMES = ("discussions", "activity", "categories/pets", "members/asha")

    @pytest.mark.parametrize("name", NAMES)
    def test_name_a_hidden_one_until_it_is_put_back(self, client, discussion, mo, name):
        before = document(client, name)
        assert gone(client, name) == []
        hiding.hide_discussion(discussion, by=mo)
        assert gone(client, name) == [before.findtext(ID)] == [id_of(discussion)]
        hiding.restore_discussion(Discussion.objects.get(), by=mo)
        after = document(client, name)
        assert gone(client, name) == []
        assert after.findtext(ID) == before.findtext(ID)

    def test_name_one_that_was_taken_back(self, client, discussion, asha):
        withdrawing.withdraw_discussion(discussion, by=asha)
        assert gone(client, "discussions") == [id_of(discussion)]

    def test_name_one_of_a_tag_that_others_bear(self, client, discussion, mo):
        make_discussion(tags=["urban"])
        hiding.hide_discussion(discussion, by=mo)
        assert gone(client, "tags/urban") == [id_of(discussion)]

    def test_say_when_it_went_and_nothing_else_of_it(self, client, discussion, mo):
        hiding.hide_discussion(discussion, by=mo, reason="Names a neighbour")
        (entry,) = document(client, "discussions").iter(GONE)
        hidden_at = Discussion.objects.get().hidden_at
        assert hidden_at
        assert entry.attrib == {
            "ref": id_of(discussion),
            "when": f"{hidden_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+00:00",
        }
        assert not list(entry)
        text = client.get("/feeds/discussions.atom").text
        assert "Foxes" not in text
        assert "Names a neighbour" not in text

    def test_name_nothing_of_elsewhere(self, client, discussion, mo, ben):
        make_category(slug="bins")
        make_discussion(author=ben)
        hiding.hide_discussion(discussion, by=mo)
        for name in ("categories/bins", "members/ben", "replies", "editions"):
            assert gone(client, name) == []


class TestOfReplies:
    def test_name_a_hidden_one_until_it_is_put_back(self, client, reply, mo):
        names = ("replies", "activity", "members/ben", f"topics/{reply.discussion.slug}")
        hiding.hide_reply(reply, by=mo)
        for name in names:
            assert gone(client, name) == [id_of(reply)]
        hiding.restore_reply(Reply.objects.get(), by=mo)
        for name in names:
            assert gone(client, name) == []

    def test_name_one_that_was_taken_back(self, client, reply, ben):
        withdrawing.withdraw_reply(reply, by=ben)
        assert gone(client, f"topics/{reply.discussion.slug}") == [id_of(reply)]

    def test_name_those_of_a_hidden_discussion(self, client, reply, mo):
        hiding.hide_discussion(reply.discussion, by=mo)
        assert gone(client, "replies") == [id_of(reply)]
        assert set(gone(client, "activity")) == {id_of(reply), id_of(reply.discussion)}


class TestWhatWasNeverThere:
    def test_is_not_named_while_it_waits_for_a_moderator(self, client, discussion):
        now = timezone.now()
        Discussion.objects.update(held_at=now, hidden_at=now)
        assert gone(client, "discussions") == []

    def test_is_not_named_in_a_hidden_category(self, client, reply, mo):
        Category.objects.update(hidden_at=timezone.now())
        hiding.hide_reply(reply, by=mo)
        hiding.hide_discussion(reply.discussion, by=mo)
        assert gone(client, "activity") == []

    def test_is_not_named_where_it_was_private_on_the_old_site(self, client, mo):
        move_in(shelf=ArchiveShelf)
        assert Discussion.objects.exclude(hidden_at=None).exists()
        assert gone(client, "activity") == []
        hidden = Discussion.objects.filter(hidden_at=None, category__hidden_at=None).latest("pk")
        hiding.hide_discussion(hidden, by=mo)
        assert id_of(hidden) in gone(client, "discussions")
        assert id_of(hidden).endswith(f":{hidden.legacy_id}")


class TestHowMany:
    def test_are_the_latest_thirty_at_most(self, client, asha):
        category, now = make_category(), timezone.now()
        Discussion.objects.bulk_create(
            Discussion(
                author=asha,
                category=category,
                slug=f"fox-{number}",
                hidden_at=now - timedelta(hours=number),
            )
            for number in range(40)
        )
        latest = Discussion.objects.order_by("-hidden_at")[:30]
        assert gone(client, "discussions") == [id_of(each) for each in latest]

    def test_are_forgotten_after_a_month(self, client, discussion):
        Discussion.objects.update(hidden_at=timezone.now() - timedelta(days=31))
        assert gone(client, "discussions") == []

    def test_are_on_the_newest_page_only(self, client, discussion, mo):
        hiding.hide_discussion(discussion, by=mo)
        older = client.get("/feeds/discussions.atom?before=9999999999999999-1")
        assert b"deleted-entry" not in older.content

    def test_cost_no_query(self, reply, mo, django_assert_num_queries):
        hiding.hide_reply(reply, by=mo)
        with django_assert_num_queries(2):
            assert feed.newest_replies().gone
        with django_assert_num_queries(2):
            assert feed.activity().gone
        with django_assert_num_queries(3):
            assert feed.of_discussion(reply.discussion.slug).gone

    def test_are_dated_alike_by_both_databases(self, discussion):
        hidden_at = timezone.now() - timedelta(days=1)
        Discussion.objects.update(hidden_at=hidden_at)
        (one,) = feed.newest_discussions().gone
        assert one.gone_at == hidden_at.replace(microsecond=0)
