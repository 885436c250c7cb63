"""Switches, and going away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import avatars, safeguarding
from members.errors import NotForYou, PicturesAreOff
from members.models import Member, Safeguards, Switch
from tests import filling
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

MODERATORS = [switch for switch in Switch if switch != Switch.READ_ONLY]


def today():
    return timezone.localdate()


class TestSwitches:
    @pytest.mark.parametrize("switch", Switch)
    def test_are_off_where_nobody_has_chosen(self, switch):
        assert not Safeguards.current().is_on(switch)

    @pytest.mark.parametrize("switch", Switch)
    def test_are_on_at_once_and_say_since_when_and_by_whom(self, switch, owner):
        assert safeguarding.turn_on(switch, by=owner)
        safeguards = Safeguards.current()
        since = safeguards.since(switch)
        assert since
        assert timezone.now() - since < timedelta(minutes=1)
        assert getattr(safeguards, f"{switch.value}_by") == owner
        assert [other for other in Switch if safeguards.is_on(other)] == [switch]

    def test_are_on_since_the_first_press(self, mo, owner):
        safeguarding.turn_on(Switch.LINKS_HELD, by=mo)
        first = Safeguards.current().links_held_at
        assert not safeguarding.turn_on(Switch.LINKS_HELD, by=owner)
        assert Safeguards.current().links_held_at == first
        assert Safeguards.current().links_held_by == mo

    def test_are_off_again_and_name_nobody(self, mo):
        safeguarding.turn_on(Switch.LINKS_HELD, by=mo)
        assert safeguarding.turn_off(Switch.LINKS_HELD, by=mo)
        assert not safeguarding.turn_off(Switch.LINKS_HELD, by=mo)
        safeguards = Safeguards.current()
        assert (safeguards.links_held_at, safeguards.links_held_by) == (None, None)

    @pytest.mark.parametrize("switch", MODERATORS)
    def test_four_are_any_moderator_s(self, switch, mo, asha):
        assert safeguarding.turn_on(switch, by=mo)
        with pytest.raises(NotForYou):
            safeguarding.turn_off(switch, by=asha)

    def test_the_last_is_the_owner_s(self, mo):
        with pytest.raises(NotForYou, match="Only the owner"):
            safeguarding.turn_on(Switch.READ_ONLY, by=mo)


class TestPicturesOff:
    def test_no_portrait_is_taken_and_the_old_one_stays(self, asha, mo):
        Member.objects.filter(pk=asha.pk).update(avatar_key="kept")
        safeguarding.turn_on(Switch.PICTURES_OFF, by=mo)
        with pytest.raises(PicturesAreOff):
            avatars.replace(member=asha, data=b"")
        asha.refresh_from_db()
        assert asha.avatar_key == "kept"


class TestJoiningOff:
    ROSA = {"name": "Rosa Delgado", "email": "rosa@example.org", "password1": "fox on the roof"}

    @pytest.mark.parametrize("switch", [Switch.JOINING_OFF, Switch.READ_ONLY])
    def test_nobody_new_can_join(self, switch, owner, client):
        safeguarding.turn_on(switch, by=owner)
        assert "Joining is closed" in client.get("/accounts/signup/").text
        client.post("/accounts/signup/", self.ROSA | filling.after())
        assert not Member.objects.filter(email=self.ROSA["email"]).exists()

    def test_whoever_is_here_can_sign_in(self, mo, asha, client):
        safeguarding.turn_on(Switch.JOINING_OFF, by=mo)
        form = {"login": asha.email, "password": "a quiet street with foxes"}
        assert client.post("/accounts/login/", form).status_code == 302


class TestReadOnly:
    def test_every_page_says_so_from_the_next_request_on(self, owner, client, asha_client):
        before = client.get("/forum").text
        safeguarding.turn_on(Switch.READ_ONLY, by=owner)
        for reader in (client, asha_client):
            assert "can only be read just now" in reader.get("/forum").text
        safeguarding.turn_off(Switch.READ_ONLY, by=owner)
        assert "can only be read just now" not in before + client.get("/forum").text

    def test_a_reply_is_not_posted_and_not_lost(self, owner, asha_client):
        discussion = make_discussion()
        safeguarding.turn_on(Switch.READ_ONLY, by=owner)
        address = f"{discussion.get_absolute_url()}/replies"
        response = asha_client.post(address, {"body": "A long thought"})
        assert response.status_code == 403
        assert "The site can only be read just now" in response.text
        assert "A long thought</textarea>" in response.text

    def test_nothing_else_is_changed_and_nothing_typed_is_lost(self, owner, asha, asha_client):
        reply = make_reply(author=asha)
        safeguarding.turn_on(Switch.READ_ONLY, by=owner)
        response = asha_client.post("/settings", {"name": "Asha R.", "about": "Gardener"})
        assert response.status_code == 503
        assert 'value="Gardener"' in response.text
        assert asha_client.post(f"/forum/replies/{reply.pk}/withdraw").status_code == 503
        reply.refresh_from_db()
        assert not reply.is_withdrawn

    def test_the_owner_can_sign_in_to_open_it_again(self, owner, client):
        safeguarding.turn_on(Switch.READ_ONLY, by=owner)
        form = {"login": owner.email, "password": "a quiet street with foxes"}
        assert client.post("/accounts/login/", form).status_code == 302

    def test_reading_costs_no_query_more(self, asha_client, django_assert_num_queries, owner):
        asha_client.get("/settings")
        safeguarding.turn_on(Switch.READ_ONLY, by=owner)
        asha_client.get("/settings")
        with django_assert_num_queries(4):
            asha_client.get("/settings")


class TestGoAway:
    def test_ends_by_itself_on_the_day(self, owner, monkeypatch):
        safeguarding.go_away(until=today() + timedelta(days=3), by=owner)
        assert Safeguards.current().is_away
        assert not Safeguards.current().has_been_away
        then = today() + timedelta(days=3)
        monkeypatch.setattr(timezone, "localdate", lambda: then)
        assert not Safeguards.current().is_away
        assert Safeguards.current().has_been_away

    def test_fewer_reports_hide_meanwhile(self, owner):
        assert safeguarding.hide_threshold() == 3
        safeguarding.go_away(until=today() + timedelta(days=3), by=owner)
        assert safeguarding.hide_threshold() == 2
        safeguarding.come_back(by=owner)
        assert safeguarding.hide_threshold() == 3

    def test_is_said_where_the_site_says_who_looks_after_it(self, owner, client):
        until = today() + timedelta(days=3)
        safeguarding.go_away(until=until, by=owner)
        assert f"Away until {until:%A} {until.day} {until:%B}" in client.get("/forum").text
        safeguarding.come_back(by=owner)
        assert "Away until" not in client.get("/forum").text

    def test_counts_what_is_done_meanwhile_and_nothing_else(self, owner):
        safeguarding.count_hidden()
        safeguarding.go_away(until=today() + timedelta(days=3), by=owner)
        for count in (
            safeguarding.count_held,
            safeguarding.count_slowed,
            safeguarding.count_hidden,
        ):
            count()
        safeguarding.come_back(by=owner)
        safeguarding.count_held()
        done = Safeguards.current()
        counts = (done.away_held_count, done.away_slowed_count, done.away_hidden_count)
        assert counts == (1, 1, 1)

    def test_staying_longer_keeps_the_counts(self, owner):
        safeguarding.go_away(until=today() + timedelta(days=3), by=owner)
        since = Safeguards.current().away_at
        safeguarding.count_held()
        safeguarding.go_away(until=today() + timedelta(days=5), by=owner)
        assert (Safeguards.current().away_held_count, Safeguards.current().away_at) == (1, since)

    def test_what_was_done_is_put_away_once_it_was_read(self, owner):
        safeguarding.go_away(until=today() + timedelta(days=3), by=owner)
        safeguarding.forget_report(by=owner)
        assert Safeguards.current().is_away
        safeguarding.come_back(by=owner)
        safeguarding.forget_report(by=owner)
        assert not Safeguards.current().has_been_away

    @pytest.mark.parametrize("days", [-1, 0, 61])
    def test_refuses_a_day_that_cannot_be_meant(self, days, owner):
        with pytest.raises(NotForYou, match="from tomorrow to 60 days"):
            safeguarding.go_away(until=today() + timedelta(days=days), by=owner)

    def test_is_the_owner_s_alone(self, mo):
        with pytest.raises(NotForYou):
            safeguarding.go_away(until=today() + timedelta(days=3), by=mo)
