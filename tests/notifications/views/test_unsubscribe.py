"""The link in a mail: a look changes nothing, a press does, and nobody signs in for it."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from forum import following
from forum.models import Follow, Level
from notifications import addresses, delivery
from notifications.addresses import Matter
from notifications.models import Kind, Notification, Preference
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def discussion(asha):
    return make_discussion(author=asha)


@pytest.fixture
def link(asha, discussion):
    token = addresses.unsubscribe_token(Matter(asha.pk, Kind.ANSWER, discussion.pk))
    return f"/u/{token}"


@pytest.fixture
def strict():
    """A mail program: it has no cookie and no form's token."""
    return Client(enforce_csrf_checks=True)


def is_muted():
    return Follow.objects.exclude(muted_at=None).exists()


class TestLook:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_changes_nothing(self, strict, link, method):
        response = getattr(strict, method)(link)
        assert response.status_code == 200
        assert not response.cookies
        assert not is_muted()
        assert not Preference.objects.exists()

    def test_offers_the_discussion_the_kind_and_everything(self, client, link):
        page = client.get(link).text
        assert "everything about “Foxes on Wightman Road”" in page
        assert "answers to you, and mentions of your name" in page
        assert "all mail from here" in page

    def test_is_kept_by_nobody(self, client, link):
        assert "no-store" in client.get(link)["Cache-Control"]


class TestOneClick:
    def test_stops_what_the_mail_was_about(self, strict, link):
        response = strict.post(link, ONE_CLICK)
        assert response.status_code == 200
        assert not response.cookies
        assert is_muted()

    def test_holds_for_what_waits_already(self, strict, link, asha, ben, discussion):
        make_reply(discussion=discussion, author=ben)
        strict.post(link, ONE_CLICK)
        delivery.deliver_new_events()
        assert not Notification.objects.filter(recipient=asha).exists()

    def test_twice_is_once(self, strict, link):
        for _ in range(2):
            assert strict.post(link, ONE_CLICK).status_code == 200
        assert is_muted()

    def test_stops_the_edition_where_it_came_with_that(self, strict, asha):
        token = addresses.unsubscribe_token(Matter(asha.pk, "daily"))
        strict.post(f"/u/{token}", ONE_CLICK)
        assert Preference.objects.get(member=asha).edition == Level.NEVER


class TestPress:
    def test_stops_a_kind_of_news(self, client, link, asha):
        client.post(link, {"stop": "kind"})
        assert Preference.objects.get(member=asha).to_me == Level.NEVER
        assert not is_muted()

    def test_stops_a_kind_also_where_a_follow_has_a_level_of_its_own(
        self, client, asha, discussion
    ):
        following.follow(discussion, member=asha, level=Level.NOW)
        token = addresses.unsubscribe_token(Matter(asha.pk, Kind.REPLY, discussion.pk))
        client.post(f"/u/{token}", {"stop": "kind"})
        assert Follow.objects.get(discussion=discussion, member=asha).level == ""

    def test_of_the_edition_leaves_the_levels_of_follows(self, client, asha, discussion):
        following.follow(discussion.category, member=asha, level=Level.NEVER)
        token = addresses.unsubscribe_token(Matter(asha.pk, "daily"))
        client.post(f"/u/{token}", {"stop": "kind"})
        assert Follow.objects.get(category=discussion.category).level == Level.NEVER

    def test_of_the_week_is_taken_back_as_the_week(self, client, asha):
        Preference.objects.create(member=asha, edition="weekly")
        link = f"/u/{addresses.unsubscribe_token(Matter(asha.pk, 'weekly'))}"
        for press in ("stop", "again"):
            client.post(link, {press: "kind"})
        assert Preference.objects.get(member=asha).edition == "weekly"

    def test_of_all_that_is_followed_stops_replies_and_discussions(self, client, asha):
        client.post(f"/u/{addresses.unsubscribe_token(Matter(asha.pk, 'followed'))}", ONE_CLICK)
        kept = Preference.objects.get(member=asha)
        assert (kept.replies, kept.discussions, kept.to_me) == ("never", "never", "now")

    def test_stops_everything(self, client, link, asha):
        client.post(link, {"stop": "everything"})
        assert Preference.objects.get(member=asha).mail_stopped_at

    @pytest.mark.parametrize("scope", ["discussion", "kind", "everything"])
    def test_can_be_taken_back_on_the_same_page(self, client, link, asha, scope):
        page = client.post(link, {"stop": scope}).text
        assert "It is done" in page
        assert re.search(rf'name="again" value="{scope}"', page)
        client.post(link, {"again": scope})
        preference = Preference.objects.get(member=asha)
        assert (preference.to_me, preference.mail_stopped_at) == (Level.NOW, None)
        assert not is_muted()

    def test_taking_a_mute_back_follows_what_was_followed(self, client, link, asha, discussion):
        following.follow(discussion, member=asha)
        client.post(link, {"stop": "discussion"})
        client.post(link, {"again": "discussion"})
        assert Follow.objects.active().filter(discussion=discussion, member=asha).exists()

    @pytest.mark.parametrize("nonsense", [{}, {"stop": "me"}, {"again": ""}, {"a": "b"}])
    def test_of_nothing_we_know_changes_nothing(self, client, link, nonsense):
        assert client.post(link, nonsense).status_code == 200
        assert not is_muted()
        assert not Preference.objects.exists()


class TestLinksThatSayNothing:
    @pytest.mark.parametrize("token", ["x", "1-0-1-aaaaaaaaaaaaaaaa", "-", "é-1", "0" * 300])
    def test_tell_nothing_and_change_nothing(self, client, asha, token):
        for response in (client.get(f"/u/{token}"), client.post(f"/u/{token}", ONE_CLICK)):
            assert response.status_code == 200
            assert "This link does not work" in response.text
            assert asha.name not in response.text
        assert not Preference.objects.exists()

    def test_one_changed_by_a_letter_is_one(self, client, link):
        changed = link[:-1] + ("a" if link[-1] != "a" else "b")
        assert "This link does not work" in client.get(changed).text

    def test_one_of_a_member_who_has_left_is_one(self, client, link, asha):
        asha.left_at = timezone.now()
        asha.save()
        assert "This link does not work" in client.get(link).text

    def test_one_signed_with_a_former_key_still_works(self, client, link, settings):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-key-" + "0123456789" * 5
        assert "Stop this mail?" in client.get(link).text

    def test_an_answer_address_s_token_stops_nothing(self, client, asha, discussion, settings):
        settings.REPLY_DOMAIN = "in.example.org"
        answered = addresses.Answered(asha.pk, discussion.pk)
        token = addresses.answer_address(answered).split("+")[1].split("@")[0]
        assert "This link does not work" in client.get(f"/u/{token}").text
