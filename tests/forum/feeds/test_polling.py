"""Readers who come again and again: told at once that nothing is new, and never wrongly."""

import pytest

from forum import editing, hiding, withdrawing
from forum.feeds import validators
from forum.models import Reply
from harringay import kept_pages, limiter
from members.models import Member
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

FEED = "/feeds/replies.rss"
IN_A_WINDOW = 60


@pytest.fixture
def reply(asha, ben) -> Reply:
    return make_reply(discussion=make_discussion(title="Foxes", author=asha), author=ben)


@pytest.fixture
def made(client, reply):
    """A feed that was made once, by a process that keeps it no longer."""
    answer = client.get(FEED)
    kept_pages.shelf.clear()
    return answer


@pytest.fixture
def _no_feed_is_made(made, monkeypatch):
    def fail(*_args, **_kwargs):
        raise AssertionError("A feed was made")

    monkeypatch.setattr("forum.feeds.feed.made_of", fail)
    monkeypatch.setattr(validators, "of", fail)


BY_TAG_AND_BY_DATE = pytest.mark.parametrize(
    ("header", "of_what"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]
)


class TestNothingNew:
    @BY_TAG_AND_BY_DATE
    @pytest.mark.usefixtures("_no_feed_is_made")
    def test_costs_one_query_and_makes_no_feed(
        self, client, made, header, of_what, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            again = client.get(FEED, headers={header: made[of_what]})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
            assert again[name] == made[name]
        assert "Content-Type" not in again
        assert not again.cookies

    def test_is_told_in_each_format_once_one_was_made(self, client, made):
        date = {"If-Modified-Since": made["Last-Modified"]}
        for extension in ("atom", "json"):
            assert client.get(f"/feeds/replies.{extension}", headers=date).status_code == 304

    def test_is_told_by_head_as_well(self, client, made):
        assert client.head(FEED, headers={"If-None-Match": made["ETag"]}).status_code == 304

    def test_is_told_after_a_change_elsewhere(self, client, made, reply):
        thread = f"/feeds/topics/{reply.discussion.slug}.rss"
        before = client.get(thread)
        make_reply(discussion=make_discussion(title="Bins"))
        for header, of_what in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            again = client.get(thread, headers={header: before[of_what]})
            assert again.status_code == 304
            assert again["Last-Modified"] == before["Last-Modified"]

    @pytest.mark.parametrize(
        "date",
        ["Wed, 01 Jan 1800 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday", "0", "é"],
    )
    def test_is_not_told_to_a_date_that_we_never_gave(self, client, made, date):
        answer = client.get(FEED, headers={"If-Modified-Since": date})
        assert answer.status_code == 200
        assert answer["ETag"] == made["ETag"]

    def test_is_not_told_to_a_right_date_with_a_wrong_tag(self, client, made):
        asked = {"If-None-Match": '"of long ago"', "If-Modified-Since": made["Last-Modified"]}
        assert client.get(FEED, headers=asked).status_code == 200


class TestWhoComesWithADateAlone:
    """Django's own feeds tell them that nothing is new (safety, section 0, no. 5)."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda reply: editing.edit_reply(
                reply, by=reply.author, body="Badgers, rather", body_format="text"
            ),
            lambda reply: withdrawing.withdraw_reply(reply, by=reply.author),
            lambda reply: hiding.hide_reply(reply, by=None),
            lambda reply: hiding.hide_discussion(reply.discussion, by=None),
            lambda _reply: Member.objects.update(name="Benjamin Okafor"),
            lambda reply: Reply.objects.filter(pk=reply.pk).delete(),
            lambda reply: make_reply(discussion=reply.discussion),
        ],
        ids=["edit", "withdraw", "hide", "hide discussion", "rename", "delete", "reply"],
    )
    def test_sees_every_change_at_once(self, client, made, reply, change):
        change(reply)
        again = client.get(FEED, headers={"If-Modified-Since": made["Last-Modified"]})
        assert again.status_code == 200
        assert again["Last-Modified"] != made["Last-Modified"]

    def test_sees_that_the_feed_is_empty_and_then_nothing_new(self, client, made, reply):
        Reply.objects.all().delete()
        empty = client.get(FEED, headers={"If-Modified-Since": made["Last-Modified"]})
        assert empty.status_code == 200
        for _ in range(2):
            kept_pages.shelf.clear()
            again = client.get(FEED, headers={"If-Modified-Since": empty["Last-Modified"]})
            assert again.status_code == 304


class TestTooOften:
    def test_is_refused_in_plain_text_with_the_time_to_come_again(self, client, reply):
        for _ in range(IN_A_WINDOW):
            assert client.get(FEED).status_code == 200
        for address in (FEED, "/feeds/discussions.atom", "/feeds/all.opml"):
            refused = client.get(address)
            assert refused.status_code == 429
            assert 3500 < int(refused["Retry-After"]) <= 3600
            assert refused["Content-Type"] == "text/plain; charset=utf-8"
            assert "If-None-Match" in refused.text

    def test_is_nobody_who_says_what_they_have(self, client, reply):
        known = {"If-None-Match": client.get(FEED)["ETag"]}
        for _ in range(IN_A_WINDOW):
            assert client.get(FEED, headers=known).status_code == 304
            kept_pages.shelf.clear()
        for _ in range(IN_A_WINDOW - 1):
            assert client.get(FEED).status_code == 200
        assert client.get(FEED).status_code == 429
        assert client.get(FEED, headers=known).status_code == 304
        make_reply(discussion=reply.discussion)
        assert client.get(FEED, headers=known).status_code == 200

    def test_is_counted_for_each_address_alone(self, client, reply):
        for _ in range(IN_A_WINDOW + 1):
            client.get(FEED)
        assert client.get(FEED, REMOTE_ADDR="192.0.2.9").status_code == 200
        assert client.get("/feeds").status_code == 200

    def test_ends_with_the_hour(self, client, reply, monkeypatch):
        now = [0.0]
        counter = limiter.ProcessCounter(clock=lambda: now[0])
        monkeypatch.setattr(limiter, "counter", lambda: counter)
        for _ in range(IN_A_WINDOW):
            client.get(FEED)
        assert client.get(FEED).status_code == 429
        now[0] += 3600
        assert client.get(FEED).status_code == 200

    def test_is_nobody_where_limits_are_off(self, client, reply, settings):
        settings.RATE_LIMITS = False
        assert {client.get(FEED).status_code for _ in range(IN_A_WINDOW + 1)} == {200}
