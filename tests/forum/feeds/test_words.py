"""A feed of whatever has some words in it."""

import json
from urllib.parse import quote

import pytest
from django.utils import timezone

from forum import hiding, searching
from forum.errors import SearchTookTooLong
from members import limits
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db


def titles(client, words):
    answer = client.get(f"/feeds/search/{quote(words)}.json")
    return [item["title"] for item in json.loads(answer.content)["items"]]


class TestOfWords:
    def test_has_the_newest_discussions_and_replies_with_them(self, client, asha):
        foxes = make_discussion(title="Foxes", body="Near the bridge")
        badgers = make_discussion(title="Badgers", body="None.")
        make_reply(discussion=badgers, author=asha, body="A fox would know.")
        make_reply(discussion=badgers, body="Who?")
        assert titles(client, "fox") == ["Asha Ravindran replied to Badgers", foxes.title]

    def test_understands_what_the_search_does(self, client):
        make_discussion(title="Foxes by the bridge")
        make_discussion(title="Foxes in the bin")
        make_discussion(title="By the bridge, no foxes")
        assert titles(client, '"foxes by the bridge"') == ["Foxes by the bridge"]
        assert titles(client, "foxes -bin") == ["By the bridge, no foxes", "Foxes by the bridge"]

    def test_shows_nothing_that_is_hidden(self, client, mo_client, owner):
        hiding.hide_discussion(make_discussion(title="Hidden foxes"), by=owner)
        make_discussion(title="Foxes", category=make_category(hidden_at=timezone.now()))
        assert titles(client, "foxes") == []
        assert titles(mo_client, "foxes") == []

    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            ("FOXES", "foxes"),
            ("  foxes   bridge ", "foxes%20bridge"),
            ("“Foxes by”", "%22foxes%20by%22"),
            ("foxes -Bin", "foxes%20-bin"),
            ("foxes?", "foxes"),
        ],
    )
    def test_is_at_one_address_however_the_words_are_typed(self, client, settings, typed, address):
        settings.SITE_URL = "https://forum.example.org"
        answer = client.get(f"/feeds/search/{quote(typed)}.rss")
        assert answer.status_code == 301
        assert answer["Location"] == f"https://forum.example.org/feeds/search/{address}.rss"
        assert client.get(f"/feeds/search/{address}.rss").status_code == 200

    @pytest.mark.parametrize("words", ["-foxes", "?!", " ", "fox " * 60])
    def test_is_not_there_for_no_words_or_too_many(self, client, words):
        answer = client.get(f"/feeds/search/{quote(words)}.rss")
        assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")

    def test_has_pages(self, client):
        for _ in range(32):
            make_discussion(title="Foxes")
        first = json.loads(client.get("/feeds/search/foxes.json").content)
        path = first["next_url"].partition("/feeds")
        second = json.loads(client.get(f"{path[1]}{path[2]}").content)
        ids = [item["id"] for page in (first, second) for item in page["items"]]
        assert len(ids) == len(set(ids)) == 32

    def test_says_when_to_come_again_where_a_search_takes_too_long(self, client, monkeypatch):
        def give_up(*_args, **_kwargs):
            raise SearchTookTooLong

        monkeypatch.setattr(searching, "among_newest", give_up)
        answer = client.get("/feeds/search/foxes.rss")
        assert (answer.status_code, answer["Retry-After"]) == (503, "900")

    def test_counts_with_what_everybody_searches(self, client, monkeypatch):
        rule = limits.Rule(site=limits.Limit(1, 3600))
        monkeypatch.setitem(limits.RULES, limits.Action.SEARCH, rule)
        assert client.get("/feeds/search/foxes.rss").status_code == 200
        assert client.get("/feeds/search/badgers.rss").status_code == 503

    def test_takes_few_queries_whatever_it_finds(self, client, django_assert_max_num_queries):
        for _ in range(5):
            make_reply(discussion=make_discussion(title="Foxes"), body="Foxes too")
        with django_assert_max_num_queries(8):
            client.get("/feeds/search/foxes.rss")


class TestTheSearchPage:
    def test_names_the_feed_of_what_was_looked_for(self, client, settings):
        settings.SITE_URL = "https://forum.example.org"
        page = client.get("/search", {"q": '"Green Lanes" fox'}).text
        feed = "https://forum.example.org/feeds/search/%22green%20lanes%22%20fox"
        for kind in ("rss", "atom", "json"):
            assert f'href="{feed}.{kind}"' in page

    def test_names_none_where_nothing_was(self, client):
        assert "/feeds/search/" not in client.get("/search").text
        assert "/feeds/search/" not in client.get("/search", {"q": "?"}).text
