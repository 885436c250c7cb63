"""Members in the admin: found, suspended, appointed."""

import time
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from members.models import Role
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

LIST = "/admin/members/member/"
DAY = timedelta(days=1)
YESTERDAY, TOMORROW = timezone.now() - DAY, timezone.now() + DAY


def just_proved_who_they_are(client, member):
    """As after typing the password again."""
    session = client.session
    session["account_authentication_methods_user"] = str(member.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


def send(client, member, action, **answer):
    data = {"action": action, "_selected_action": [member.pk], **answer}
    return client.post(LIST, data, follow=True)


@pytest.fixture
def sure_owner_client(owner_client, owner):
    return just_proved_who_they_are(owner_client, owner)


@pytest.fixture
def sure_mo_client(mo_client, mo):
    return just_proved_who_they_are(mo_client, mo)


class TestIndex:
    def test_shows_our_own_nouns_only(self, owner_client):
        page = owner_client.get("/admin/").content.decode()
        for noun in ("Discussions", "Members", "Site identity"):
            assert f">{noun}</a>" in page
        for noun in ("Groups", "Authenticators", "User sessions", "Email addresses"):
            assert noun not in page

    def test_shows_moderators_what_they_look_after(self, mo_client):
        page = mo_client.get("/admin/").content.decode()
        assert ">Replies</a>" in page
        assert "Site identity" not in page

    def test_wears_our_larger_letters(self, owner_client):
        assert 'href="/static/admin/house.css"' in owner_client.get("/admin/").text

    def test_sends_to_the_one_place_where_passwords_are_changed(self, owner_client):
        answer = owner_client.get("/admin/password_change/")
        assert answer["Location"] == "/accounts/password/change/"


class TestList:
    def test_asks_no_more_for_more_rows(self, owner_client, django_assert_num_queries):
        owner_client.get(LIST)
        for _ in range(3):
            make_member()
        with django_assert_num_queries(6):
            owner_client.get(LIST)
        for _ in range(3):
            make_member()
        with django_assert_num_queries(6):
            owner_client.get(LIST)

    def test_shows_e_mail_addresses_to_the_owner_only(self, owner_client, mo_client, asha):
        assert asha.email in owner_client.get(LIST).content.decode()
        assert asha.email not in mo_client.get(LIST).content.decode()
        detail = f"{LIST}{asha.pk}/change/"
        assert asha.email in owner_client.get(detail).content.decode()
        assert asha.email not in mo_client.get(detail).content.decode()

    def test_shows_an_address_where_it_shows_no_e_mail(self, owner_client, mo_client, asha):
        column = f'<td class="field-address">{asha.address}</td>'
        assert column in mo_client.get(LIST).text
        page = owner_client.get(LIST).text
        assert column not in page
        assert f'<td class="field-email">{asha.email}</td>' in page

    @pytest.mark.parametrize("lookup", ["email__startswith=a", "password__startswith=a"])
    def test_gives_no_secret_away_by_its_filters(self, mo_client, asha, lookup):
        assert mo_client.get(f"{LIST}?{lookup}").status_code == 400

    def test_says_of_each_where_they_stand(self, mo_client, asha):
        assert "in good standing</td>" in mo_client.get(LIST).text

    def test_finds_by_name(self, mo_client, asha, ben):
        page = mo_client.get(f"{LIST}?q=ravindran").content.decode()
        assert "Asha" in page
        assert "Ben" not in page

    @pytest.mark.parametrize(
        ("state", "standing"),
        [
            ("suspended", {"suspended_at": YESTERDAY}),
            ("suspended", {"suspended_at": YESTERDAY, "suspension_ends_at": TOMORROW}),
            ("banned", {"banned_at": YESTERDAY}),
            ("restricted", {"restriction_ends_at": TOMORROW}),
        ],
    )
    def test_finds_by_state(self, mo_client, asha, state, standing):
        make_member(name="Wendy", **standing)
        page = mo_client.get(f"{LIST}?state={state}").text
        assert "Wendy" in page
        assert f">{state}" in page
        assert "Asha" not in page

    def test_finds_those_in_good_standing_again_once_it_is_over(self, mo_client):
        make_member(
            name="Wendy",
            suspended_at=YESTERDAY,
            suspension_ends_at=YESTERDAY,
            restriction_ends_at=YESTERDAY,
        )
        make_member(name="Vic", restriction_ends_at=TOMORROW)
        page = mo_client.get(f"{LIST}?state=in+good+standing").text
        assert "Wendy" in page
        assert "Vic" not in page


class TestDetail:
    def test_nothing_is_changed_there(self, owner_client, asha):
        assert owner_client.post(f"{LIST}{asha.pk}/change/", {"role": "owner"}).status_code == 403
        assert owner_client.get(f"{LIST}add/").status_code == 403
        assert owner_client.post(f"{LIST}{asha.pk}/delete/", {}).status_code == 403
        asha.refresh_from_db()
        assert asha.role == Role.MEMBER

    def test_never_shows_the_password(self, owner_client, asha):
        page = owner_client.get(f"{LIST}{asha.pk}/change/").content.decode()
        assert asha.password not in page


class TestSuspend:
    def test_asks_who_it_is_first(self, mo_client, asha):
        send(mo_client, asha, "suspend", answered="yes", reason="Threats")
        asha.refresh_from_db()
        assert not asha.is_suspended

    def test_goes_on_where_it_was_once_they_have_said_who_they_are(self, client, asha, owner):
        client.force_login(owner)
        asked = send(client, asha, "suspend")
        page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
        assert f'action="{LIST}"' in page.content.decode()

    def test_asks_for_a_reason(self, sure_mo_client, asha):
        assert "Reason" in send(sure_mo_client, asha, "suspend").content.decode()

    def test_ends_their_sessions_and_notes_why(self, sure_mo_client, asha, client):
        client.post("/accounts/login/", {"login": asha.email, "password": PASSWORD})
        assert client.get("/settings").status_code == 200
        send(sure_mo_client, asha, "suspend", answered="yes", reason="Threats")
        asha.refresh_from_db()
        assert asha.is_suspended
        assert client.get("/settings").status_code == 302
        assert LogEntry.objects.get().change_message == "Suspended. Threats"

    def test_ends_after_as_many_days_as_were_given(self, sure_mo_client, asha):
        send(sure_mo_client, asha, "suspend", answered="yes", reason="Threats", days="3")
        asha.refresh_from_db()
        assert timedelta(days=2.9) < asha.suspension_ends_at - timezone.now() < timedelta(days=3)

    @pytest.mark.parametrize("days", ["0", "-1", "366", "soon"])
    def test_takes_no_nonsense_for_days(self, sure_mo_client, asha, days):
        send(sure_mo_client, asha, "suspend", answered="yes", reason="Threats", days=days)
        asha.refresh_from_db()
        assert not asha.is_suspended

    def test_can_be_taken_back(self, sure_mo_client):
        wendy = make_member(suspended_at=make_member().joined_at)
        send(sure_mo_client, wendy, "unsuspend")
        wendy.refresh_from_db()
        assert not wendy.is_suspended

    def test_suspends_for_no_reason_that_shows_as_nothing(self, sure_mo_client, asha):
        page = send(sure_mo_client, asha, "suspend", answered="yes", reason="\u200b")
        assert "This field is required." in page.text
        asha.refresh_from_db()
        assert not asha.is_suspended

    def test_moderators_cannot_suspend_one_another(self, sure_mo_client):
        other = make_member(role=Role.MODERATOR)
        page = send(sure_mo_client, other, "suspend", answered="yes", reason="A quarrel")
        other.refresh_from_db()
        assert "Only the owner can do this to a moderator" in page.content.decode()
        assert not other.is_suspended


class TestRestrict:
    def test_asks_for_how_long(self, sure_mo_client, asha):
        send(sure_mo_client, asha, "restrict", answered="yes", reason="Links", days="")
        asha.refresh_from_db()
        assert not asha.is_restricted
        send(sure_mo_client, asha, "restrict", answered="yes", reason="Links", days="7")
        asha.refresh_from_db()
        assert asha.is_restricted

    def test_can_be_taken_back(self, sure_mo_client):
        wendy = make_member(restriction_ends_at=TOMORROW)
        send(sure_mo_client, wendy, "unrestrict")
        wendy.refresh_from_db()
        assert not wendy.is_restricted


class TestBan:
    def test_asks_who_it_is_first(self, mo_client, asha):
        send(mo_client, asha, "ban", answered="yes", reason="Threats")
        asha.refresh_from_db()
        assert not asha.is_banned

    def test_notes_why_and_can_be_taken_back(self, sure_mo_client, asha):
        send(sure_mo_client, asha, "ban", answered="yes", reason="Threats")
        asha.refresh_from_db()
        assert asha.is_banned
        assert LogEntry.objects.get().change_message == "Banned. Threats"
        send(sure_mo_client, asha, "unban")
        asha.refresh_from_db()
        assert not asha.is_banned


class TestAppoint:
    def test_the_owner_makes_a_moderator(self, sure_owner_client, asha):
        send(sure_owner_client, asha, "appoint_moderator")
        asha.refresh_from_db()
        assert asha.is_moderator

    def test_and_an_ordinary_member(self, sure_owner_client, mo):
        send(sure_owner_client, mo, "dismiss_moderator")
        mo.refresh_from_db()
        assert not mo.is_moderator

    def test_moderators_do_not(self, sure_mo_client, asha):
        send(sure_mo_client, asha, "appoint_moderator")
        asha.refresh_from_db()
        assert not asha.is_moderator

    def test_asks_who_it_is_first(self, owner_client, asha):
        send(owner_client, asha, "appoint_moderator")
        asha.refresh_from_db()
        assert not asha.is_moderator
