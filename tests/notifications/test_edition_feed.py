"""The feed of the editions, in all three formats."""

from datetime import timedelta

import pytest
from feedparser.api import parse

from forum import hiding
from forum.models import SiteIdentity
from tests.factories import make_discussion, make_edition
from tests.notifications.days import TUESDAY

pytestmark = pytest.mark.django_db

ADDRESSES = [f"/feeds/editions.{ending}" for ending in ("rss", "atom", "json")]


@pytest.fixture
def edition(ben):
    foxes = make_discussion(author=ben, title="Foxes <3", body="Three of them & a cub.")
    return make_edition(TUESDAY, foxes, make_discussion(title="Bins"), word="Mind the ice.")


def entries(client, ending="atom"):
    parsed = parse(client.get(f"/feeds/editions.{ending}").content)
    assert not parsed.bozo
    return parsed.entries


class TestFeed:
    @pytest.mark.parametrize("ending", ["rss", "atom"])
    def test_has_one_entry_for_an_edition_with_all_that_is_in_it(self, client, edition, ending):
        (entry,) = entries(client, ending)
        content = entry.content[-1].value
        assert entry.title == "Tuesday’s edition: Foxes <3 and 1 more"
        assert entry.link == "http://127.0.0.1:8000/editions/2026-03-17"
        parts = [
            "Mind the ice.",
            "Foxes &lt;3",
            "Ben Okafor",
            "Three of them",
            "Bins",
            "That is all",
        ]
        places = [content.index(part) for part in parts]
        assert places == sorted(places)
        assert 'href="http://127.0.0.1:8000/forum/topics/' in content

    def test_has_the_same_entry_in_json(self, client, edition):
        document = client.get("/feeds/editions.json").json()
        (item,) = document["items"]
        assert document["home_page_url"] == "http://127.0.0.1:8000/editions"
        assert item["id"] == entries(client)[0].id
        assert item["date_published"] == "2026-03-17T18:00:00+00:00"

    def test_names_an_entry_for_ever(self, client, edition, mo):
        authority = SiteIdentity.current().feed_authority
        (entry,) = entries(client)
        assert entry.id == f"tag:{authority},2026:edition:2026-03-17"
        hiding.hide_discussion(edition.items.first().discussion, by=mo)
        (after,) = entries(client)
        assert (after.id, after.updated) == (entry.id, entry.updated)

    def test_has_the_newest_first_and_thirty_at_the_most(self, client):
        for ago in range(32):
            make_edition(TUESDAY - timedelta(days=ago))
        found = entries(client)
        assert len(found) == 30
        assert found[0].link.endswith("/2026-03-17")

    def test_leaves_out_what_was_hidden_and_those_not_issued(self, client, edition, mo):
        hiding.hide_discussion(edition.items.first().discussion, by=mo)
        (entry,) = entries(client)
        assert "Foxes" not in str(entry)
        assert entry.title == "Tuesday’s edition: Bins"
        type(edition).objects.update(issued_at=None)
        assert entries(client) == []

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_is_answered_from_its_tag(self, client, edition, address):
        etag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": etag})
        assert again.status_code == 304

    @pytest.mark.parametrize("address", [*ADDRESSES, "/feeds/editions.xml", "/feeds/editions"])
    def test_is_there_without_an_edition_and_nowhere_else(self, client, address):
        assert client.get(address).status_code == (200 if address in ADDRESSES else 404)

    def test_is_in_the_list_of_feeds(self, client):
        page = client.get("/feeds").text
        assert "The Daily Edition" in page
        for address in ADDRESSES:
            assert address in page

    def test_asks_three_times_however_many_there_are(self, client, django_assert_num_queries):
        for number in range(12):
            make_edition(TUESDAY - timedelta(days=number), make_discussion())
            if number in {0, 11}:
                with django_assert_num_queries(4):  # and the version of what visitors see
                    client.get(f"/feeds/editions.atom?{number}")
