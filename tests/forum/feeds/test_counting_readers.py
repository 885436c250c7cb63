"""Which feed readers fetch feeds, how often and how politely, for the owner to see."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum import forgetting
from forum.feeds import polling
from forum.models import FeedPolls
from harringay.kept_pages import Door
from members import limits
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db

FEED = "/feeds/discussions.rss"
FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)"


@pytest.fixture(autouse=True)
def _nothing_counted():
    polling.forget()
    yield
    polling.forget()


def ask(path=FEED, *, agent="Newsboat/2.21", **headers):
    return Client().get(path, headers={"user-agent": agent, **headers})


def rows():
    polling.write_down()
    return list(FeedPolls.objects.order_by("feed", "reader"))


class TestCount:
    def test_knows_who_asked_and_whether_they_said_what_they_had(self):
        tag = ask()["ETag"]
        assert ask(**{"if-none-match": tag}).status_code == 304
        ask(**{"if-none-match": '"old"'})
        (row,) = rows()
        assert (row.reader, row.feed, row.polled_on) == (
            "Newsboat",
            "discussions",
            timezone.localdate(),
        )
        assert (row.count, row.conditional_count, row.unchanged_count) == (3, 2, 1)

    def test_knows_for_how_many_they_ask(self):
        ask(agent=FEEDLY)
        ask(agent=FEEDLY.replace("12", "9"))
        assert [row.subscriber_count for row in rows()] == [12]
        ask(agent=FEEDLY.replace("12", "15"))
        (row,) = rows()
        assert (row.subscriber_count, row.count) == (15, 3)

    def test_knows_who_was_refused(self, monkeypatch):
        rule = limits.Rule(ip=limits.Limit(1, 3600))
        monkeypatch.setitem(limits.RULES, limits.Action.FEED, rule)
        assert [ask().status_code for _ in range(3)] == [200, 429, 429]
        (row,) = rows()
        assert (row.count, row.refused_count) == (3, 2)

    def test_adds_kinds_of_feeds_together_and_writes_down_no_key(self):
        for title in ("Foxes", "Badgers"):
            ask(
                make_discussion(title=title).get_absolute_url().replace("/forum", "/feeds") + ".rss"
            )
        ask("/feeds/search/fox.rss")
        assert {row.feed: row.count for row in rows()} == {"topics": 2, "search": 1}

    @pytest.mark.parametrize("path", ["/feeds", "/", "/feeds/nothing.rss", "/feeds/tags/no.rss"])
    def test_passes_over_what_is_no_feed(self, path):
        ask(path)
        assert rows() == []

    def test_counts_what_is_given_out_before_django_begins(self, rf):
        ask()
        environ = rf.get(FEED, headers={"user-agent": "Newsboat/2.21"}).environ
        # No site stands behind it.
        door: Any = Door
        door(None)(environ, lambda _status, _headers: None)
        assert [row.count for row in rows()] == [2]

    def test_tells_so_many_readers_apart_and_no_more(self, monkeypatch):
        monkeypatch.setattr(polling, "MOST_READERS", 2)
        for name in ("A/1", "B/1", "C/1", "D/1", "A/2"):
            ask(agent=name)
        assert {row.reader: row.count for row in rows()} == {"A": 2, "B": 1, "others": 2}

    def test_keeps_nothing_of_an_address(self):
        ask(agent="Reader/1.0 (ben@example.org; https://reader.ben.example)")
        (row,) = rows()
        assert "ben" not in str(FeedPolls.objects.values().get())
        assert row.reader == "Reader"


class TestNames:
    @pytest.mark.parametrize(
        ("said", "name", "subscribers"),
        [
            (FEEDLY, "Feedly", 12),
            (
                "NewsBlur Feed Fetcher - 3 subscribers - http://x (Mozilla)",
                "NewsBlur Feed Fetcher",
                3,
            ),
            ("Mozilla/5.0 (compatible; Miniflux/2.0.51; +https://miniflux.app)", "Miniflux", 0),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101", "a browser", 0),
            ("Tiny Tiny RSS/23.06 (https://tt-rss.org/)", "Tiny Tiny RSS", 0),
            (
                "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 1 subscriber; )",
                "Inoreader",
                1,
            ),
            ("", "no name", 0),
            ("/////", "no name", 0),
            ("<script>" + "x" * 400, "script" + "x" * 34, 0),
            ("Reader (99999999999 subscribers)", "Reader", 0),
        ],
    )
    def test_are_what_a_program_calls_itself(self, said, name, subscribers):
        assert polling._agent_of(said) == (name, subscribers)


class TestForgetting:
    def test_takes_days_that_are_two_years_old(self):
        ask()
        old, new = rows()[0], date(2026, 3, 18)
        FeedPolls.objects.filter(pk=old.pk).update(polled_on=new)
        forgetting.forget_polls(datetime(2026, 3, 18, 12, tzinfo=timezone.get_current_timezone()))
        assert FeedPolls.objects.exists()
        forgetting.forget_polls(timezone.now() + timedelta(days=9999))
        assert not FeedPolls.objects.exists()


class TestTheAdmin:
    def test_lists_who_asks_for_the_owner(self, owner_client):
        for _ in range(3):
            ask(agent=FEEDLY)
        ask(agent="newsboat/2.3")
        polling.write_down()
        page = owner_client.get("/admin/forum/feedpolls/").text
        assert "Who fetches the feeds" in page
        said = re.sub(r"<[^>]+>", " ", page)
        assert re.search(r"Feedly\s+discussions .* 3 times, 0 saying what it had", said, re.DOTALL)
        assert re.search(r"newsboat\s+discussions .* once, 0 saying what it had", said, re.DOTALL)
        assert re.search(r"12\s+subscribers", said)
