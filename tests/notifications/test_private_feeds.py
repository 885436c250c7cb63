"""Feeds for one member alone: what is in them, who reads them, and how they end."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from feedparser.api import parse

from forum import following, hiding
from forum.models import Discussion
from members import muting, suspending
from members.models import Member
from notifications import delivery, private_feeds, subscribing
from notifications.models import PrivateFeed, PrivateKind
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db

TOLD, FOLLOWS = PrivateKind.NOTIFICATIONS, PrivateKind.FOLLOWS


def address(kind, member, form="json"):
    feed = PrivateFeed.objects.of_member(member).filter(kind=kind).first()
    feed = feed or subscribing.renew(kind, member=member)
    return f"/feeds/private/{feed.token}.{form}"


def titles(kind, member):
    answer = Client().get(address(kind, member))
    return [item["title"] for item in json.loads(answer.content)["items"]]


class TestNotifications:
    def test_are_what_the_member_was_told(self, asha, ben):
        foxes = make_discussion(title="Foxes", author=asha)
        make_reply(discussion=foxes, author=ben)
        make_discussion(title="Badgers", author=ben)
        delivery.deliver_new_events()
        assert titles(TOLD, asha) == ["Ben Okafor replied to Foxes"]

    def test_leave_out_what_is_hidden_and_whom_they_mute(self, asha, ben, mo):
        foxes = make_discussion(title="Foxes", author=asha)
        hidden = make_reply(discussion=foxes, author=ben)
        make_reply(discussion=foxes, author=mo)
        delivery.deliver_new_events()
        hiding.hide_reply(hidden, by=mo)
        muting.mute(mo, by=asha)
        assert titles(TOLD, asha) == []


class TestFollows:
    def test_are_the_replies_to_a_discussion(self, asha, ben, mo):
        foxes = make_discussion(title="Foxes")
        following.follow(foxes, member=asha)
        make_reply(discussion=foxes, author=ben)
        make_reply(author=ben)
        make_reply(discussion=foxes, author=asha)
        assert titles(FOLLOWS, asha) == ["Ben Okafor replied to Foxes"]

    def test_are_the_discussions_of_a_category_and_a_tag(self, asha):
        room = make_category()
        make_discussion(title="Badgers", tags=["urban"])
        make_discussion(title="Foxes", category=room)
        make_discussion(title="Owls")
        following.follow(room, member=asha)
        following.follow(make_discussion(title="Mice", tags=["urban"]).tags.get(), member=asha)
        assert titles(FOLLOWS, asha) == ["Mice", "Foxes", "Badgers"]

    def test_are_all_discussions_for_who_follows_everything(self, asha):
        following.follow(None, member=asha)
        make_discussion(title="Owls")
        assert titles(FOLLOWS, asha) == ["Owls"]

    def test_leave_out_what_is_muted_hidden_and_by_whom_they_mute(self, asha, ben, owner):
        following.follow(None, member=asha)
        muted, hidden = make_discussion(title="Muted"), make_discussion(title="Hidden")
        make_discussion(title="By Ben", author=ben)
        make_discussion(title="In the attic", category=make_category(hidden_at=timezone.now()))
        following.mute(muted, member=asha)
        hiding.hide_discussion(hidden, by=owner)
        muting.mute(ben, by=asha)
        assert titles(FOLLOWS, asha) == []

    def test_show_a_moderator_no_more_than_others(self, mo, owner):
        following.follow(None, member=mo)
        hiding.hide_discussion(make_discussion(), by=owner)
        assert titles(FOLLOWS, mo) == []

    def test_of_who_follows_nothing_is_an_empty_feed(self, asha):
        make_discussion()
        assert titles(FOLLOWS, asha) == []


class TestServe:
    @pytest.mark.parametrize("kind", PrivateKind)
    @pytest.mark.parametrize("form", ["rss", "atom", "json"])
    def test_is_for_one_reader_s_eyes(self, client, asha, kind, form):
        answer = client.get(address(kind, asha, form))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies

    @pytest.mark.parametrize("form", ["rss", "atom"])
    def test_is_read_by_readers(self, client, asha, ben, form):
        following.follow(None, member=asha)
        make_discussion(title="Foxes & badgers", author=ben)
        read = parse(client.get(address(FOLLOWS, asha, form)).content)
        assert not read.bozo
        assert [entry.title for entry in read.entries] == ["Foxes & badgers"]

    def test_says_that_nothing_is_new(self, client, asha):
        at = address(FOLLOWS, asha)
        following.follow(None, member=asha)
        tag = client.get(at)["ETag"]
        known = client.get(at, headers={"if-none-match": tag})
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
        make_discussion()
        assert client.get(at, headers={"if-none-match": tag}).status_code == 200

    @pytest.mark.parametrize("kind", PrivateKind)
    def test_says_so_for_two_queries_and_makes_no_feed(
        self, client, asha, ben, kind, monkeypatch, django_assert_num_queries
    ):
        at = address(kind, asha)
        following.follow(None, member=asha)
        make_reply(discussion=make_discussion(author=asha), author=ben)
        delivery.deliver_new_events()
        known = {"if-none-match": client.get(at)["ETag"]}
        make_discussion(author=asha)
        monkeypatch.setattr("forum.feeds.feed.made_of", None)
        with django_assert_num_queries(2):
            assert client.get(at, headers=known).status_code == 304

    @pytest.mark.parametrize(
        "change",
        [
            lambda asha, ben, owner: following.mute(Discussion.objects.get(), member=asha),
            lambda asha, ben, owner: muting.mute(ben, by=asha),
            lambda asha, ben, owner: hiding.hide_discussion(Discussion.objects.get(), by=owner),
            lambda asha, ben, owner: Member.objects.filter(pk=ben.pk).update(name="Benedict"),
            lambda asha, ben, owner: Discussion.objects.update(title="Badgers"),
            lambda asha, ben, owner: following.stop_following(None, member=asha),
            lambda asha, ben, owner: make_discussion(author=ben),
        ],
        ids=["mute it", "mute him", "hide", "rename", "edit", "stop following", "another"],
    )
    def test_says_nothing_of_the_kind_after_a_change(self, client, asha, ben, owner, change):
        at = address(FOLLOWS, asha)
        following.follow(None, member=asha)
        make_discussion(author=ben)
        first = client.get(at)
        change(asha, ben, owner)
        again = client.get(at, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200
        assert again.content != first.content

    @pytest.mark.parametrize(
        "change",
        [
            lambda foxes, ben, owner: muting.mute(ben, by=foxes.author),
            lambda foxes, ben, owner: hiding.hide_reply(foxes.replies.get(), by=owner),
            lambda foxes, ben, owner: Member.objects.filter(pk=ben.pk).update(name="Benedict"),
            lambda foxes, ben, owner: foxes.replies.update(body_html="<p>Badgers</p>"),
            lambda foxes, ben, owner: Discussion.objects.update(title="Badgers"),
            lambda foxes, ben, owner: make_reply(discussion=foxes, author=ben),
        ],
        ids=["mute him", "hide", "rename", "edit", "retitle", "another"],
    )
    def test_tells_of_a_change_to_what_they_were_told(self, client, asha, ben, owner, change):
        foxes = make_discussion(author=asha)
        make_reply(discussion=foxes, author=ben)
        delivery.deliver_new_events()
        first = client.get(address(TOLD, asha))
        change(foxes, ben, owner)
        delivery.deliver_new_events()
        again = client.get(address(TOLD, asha), headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200
        assert again.content != first.content

    def test_gives_no_tag_to_what_changed_while_it_was_made(self, client, asha, monkeypatch):
        at = address(FOLLOWS, asha)
        following.follow(None, member=asha)
        made_of = private_feeds.made_of

        def and_change(*given):
            make_discussion()
            return made_of(*given)

        monkeypatch.setattr(private_feeds, "made_of", and_change)
        assert "ETag" not in client.get(at).headers

    def test_asks_who_never_says_what_they_have_to_wait(self, client, asha):
        at = address(FOLLOWS, asha)
        known = {"if-none-match": client.get(at)["ETag"]}
        for _ in range(59):
            client.get(at)
        refused = client.get(at)
        assert (refused.status_code, refused["Content-Type"][:10]) == (429, "text/plain")
        assert int(refused["Retry-After"]) > 0
        assert client.get(at, headers=known).status_code == 304

    def test_is_kept_for_nobody(self, client, asha):
        at = address(FOLLOWS, asha)
        client.get(at)
        subscribing.end(FOLLOWS, member=asha)
        assert client.get(at).status_code == 404

    def test_takes_few_queries_whatever_is_in_it(self, client, asha, django_assert_max_num_queries):
        following.follow(None, member=asha)
        for kind in PrivateKind:
            at = address(kind, asha)
            for _ in range(3):
                foxes = make_discussion()
                following.follow(foxes, member=asha)
                make_reply(parent=make_reply(discussion=foxes))
            delivery.deliver_new_events()
            with django_assert_max_num_queries(5):
                client.get(at)

    def test_is_no_way_to_sign_in(self, client, asha):
        client.get(address(TOLD, asha))
        assert client.get("/settings").status_code == 302


class TestItsEnd:
    def test_comes_with_another_address(self, client, asha):
        old = address(TOLD, asha)
        subscribing.renew(TOLD, member=asha)
        assert client.get(old).status_code == 404
        assert client.get(address(TOLD, asha)).status_code == 200

    def test_comes_when_the_member_is_banned_or_leaves(self, client, asha, ben, owner):
        first, second = address(TOLD, asha), address(TOLD, ben)
        suspending.ban(asha, by=owner)
        Member.objects.filter(pk=ben.pk).update(left_at=timezone.now())
        assert client.get(first).status_code == 404
        assert client.get(second).status_code == 404

    def test_comes_to_no_other_feed(self, client, asha, ben):
        kept = [address(FOLLOWS, asha), address(TOLD, ben)]
        address(TOLD, asha)
        subscribing.end(TOLD, member=asha)
        assert [client.get(at).status_code for at in kept] == [200, 200]


class TestTheAddress:
    def test_stands_nowhere_in_the_database(self, asha):
        feed = subscribing.renew(TOLD, member=asha)
        row = PrivateFeed.objects.filter(pk=feed.pk).values().get()
        assert feed.token not in str(row)
        assert len(feed.token) == 22

    def test_goes_on_answering_under_another_key_of_the_site(self, client, asha, settings):
        at = address(TOLD, asha)
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of fifty characters and more"
        assert client.get(at).status_code == 200
        assert PrivateFeed.objects.get().token == ""
        settings.SECRET_KEY_FALLBACKS = [old]
        assert PrivateFeed.objects.get().token in at

    @pytest.mark.parametrize("token", ["nothing", "a" * 22, "ü", "%00"])
    def test_cannot_be_guessed(self, client, asha, token):
        address(TOLD, asha)
        assert client.get(f"/feeds/private/{token}.rss").status_code == 404

    def test_is_kept_from_search_engines(self, client):
        assert "Disallow: /feeds/private/" in client.get("/robots.txt").text


class TestSettings:
    def test_say_what_has_become_of_the_feed(self, asha_client):
        made, moved = "Your feed is made. Get its address below", "The old one no longer works"
        ended = "Its address no longer works"
        for asked, said in (("renew", made), ("renew", moved), ("end", ended), ("renew", made)):
            form = {"kind": "follows", asked: ""}
            assert said in asha_client.post("/settings/feeds", form, follow=True).text

    def test_make_renew_and_end_a_feed(self, asha_client, asha):
        assert "/feeds/private/" not in asha_client.get("/settings/feeds").text
        asha_client.post("/settings/feeds", {"kind": "follows", "renew": ""})
        first = address(FOLLOWS, asha)
        page = asha_client.get("/settings/feeds")
        assert first in page.text
        assert "no-store" in page["Cache-Control"]
        asha_client.post("/settings/feeds", {"kind": "follows", "renew": ""})
        assert first not in asha_client.get("/settings/feeds").text
        asha_client.post("/settings/feeds", {"kind": "follows", "end": ""})
        assert not PrivateFeed.objects.exists()

    def test_know_no_other_feed(self, asha_client):
        assert asha_client.post("/settings/feeds", {"kind": "secrets"}).status_code == 404

    def test_say_so_where_the_address_cannot_be_shown(self, asha_client, asha):
        PrivateFeed.objects.create(member=asha, kind=TOLD, reference="x", token_hash="lost")
        page = asha_client.get("/settings/feeds").text
        assert "cannot show the address" in page
        assert "/feeds/private/" not in page
