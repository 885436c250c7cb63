"""Joining: one screen, and a code that is mailed."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail

from forum.moderation.models import Acceptance
from members import suspending
from members.models import Member
from tests import filling
from tests.factories import make_member
from tests.members.accounts.reading_mail import code_sent_to, mails_to

ROSA = {
    "name": "Rosa Delgado",
    "email": "rosa@example.org",
    "password1": "fox on the roof",
    "age": "old enough",
}

pytestmark = pytest.mark.django_db


def join(client, **changes):
    return client.post("/accounts/signup/", ROSA | filling.after() | changes)


class TestJoining:
    def test_opens_an_account_once_the_code_has_come_back(self, client):
        assert join(client).headers["Location"] == "/accounts/confirm-email/"
        assert client.get("/settings").status_code == 302

        response = client.post("/accounts/confirm-email/", {"code": code_sent_to(ROSA["email"])})
        assert response.headers["Location"] == "/welcome"
        assert "Rosa Delgado" in client.get("/settings").text

    def test_keeps_the_version_of_the_terms_that_were_agreed_to(self, client):
        join(client)
        client.post("/accounts/confirm-email/", {"code": code_sent_to(ROSA["email"])})
        acceptance = Acceptance.objects.get()
        assert (acceptance.member.name, acceptance.terms.number) == ("Rosa Delgado", 1)

    def test_makes_the_address_from_the_name(self, client):
        make_member(address="rosa-delgado")
        join(client)
        rosa = Member.objects.get(email=ROSA["email"])
        assert (rosa.name, rosa.address) == ("Rosa Delgado", "rosa-delgado-2")

    def test_is_not_for_programs_and_says_so_with_everything_kept(self, client):
        page = join(client, homepage="http://cheap.example").text
        assert "Something filled in a field that stays empty" in page
        assert 'value="rosa@example.org"' in page
        assert "cheap.example" not in page
        assert "That was very quick" in join(client, **filling.after(1)).text
        assert not Member.objects.filter(email=ROSA["email"]).exists()

    def test_asks_for_the_name_the_address_and_the_password_once(self, client):
        page = client.get("/accounts/signup/").text
        assert [page.count(f'name="{field}"') for field in ROSA] == [1, 1, 1, 1]
        assert 'name="password2"' not in page

    def test_takes_no_longer_address_than_can_be_kept(self, client):
        page = join(client, email=f"{'x' * 250}@example.org").text
        assert "254 characters at most" in page
        assert not Member.objects.filter(name=ROSA["name"]).exists()

    def test_goes_on_where_one_was(self, client):
        join(client, next="/forum/new")
        code = {"code": code_sent_to(ROSA["email"])}
        response = client.post("/accounts/confirm-email/", code)
        assert response.headers["Location"] == "/forum/new"

    def test_refuses_a_name_that_looks_like_a_moderator_s(self, client, mo):
        response = join(client, name="Mo Tаrrant")
        assert "looks too much like" in response.text
        assert not Member.objects.filter(email=ROSA["email"]).exists()

    def test_says_beside_the_field_what_is_wrong(self, client):
        page = join(client, password1="short").text
        assert "<title>Error: Join" in page
        assert 'href="#id_password1"' in page
        assert 'aria-describedby="id_password1_helptext id_password1_error"' in page
        assert 'value="rosa@example.org"' in page
        assert "short" not in page

    def test_puts_a_name_with_control_characters_right(self, client):
        join(client, name="Rosa\r\n\u202eDelgado")
        assert Member.objects.get(email=ROSA["email"]).name == "Rosa Delgado"

    def test_sets_nothing_else(self, client):
        join(client, role="owner", is_demo="1", is_active="", reply_count="9")
        rosa = Member.objects.get(email=ROSA["email"])
        assert (rosa.role, rosa.is_demo, rosa.is_active, rosa.reply_count) == (
            "member",
            False,
            True,
            0,
        )


class TestTheAge:
    """Asked for as a yes or a no, and stated once (safety L-58)."""

    @pytest.mark.parametrize("least", [13, 16])
    def test_is_that_of_the_setting_on_every_page_that_says_it(self, client, settings, least):
        settings.MINIMUM_AGE = least
        assert f"I am {least} or older" in client.get("/accounts/signup/").text
        assert f"You have to be {least} to have an account here." in client.get("/terms").text
        assert f"You have to be {least} to have an account." in join(client, age="too young").text

    def test_is_asked_for_without_a_date(self, client):
        page = client.get("/accounts/signup/").text
        assert "birth" not in page.lower()
        assert 'type="date"' not in page

    def test_keeps_nothing_of_those_who_are_too_young(self, client):
        response = join(client, age="too young")
        assert "You have to be 13 to have an account." in response.text
        assert not Member.objects.exists()
        assert not EmailAddress.objects.exists()
        assert not Session.objects.exists()
        assert not mail.outbox
        assert settings.SESSION_COOKIE_NAME not in response.cookies

    @pytest.mark.parametrize("answer", ["", "12", "old"])
    def test_has_to_be_answered(self, client, answer):
        assert "<title>Error: Join" in join(client, age=answer).text
        assert not Member.objects.exists()


class TestJoiningAgain:
    """What a stranger sees is the same; whose address it is gets a mail (safety S-18)."""

    def test_looks_the_same_and_tells_the_owner_of_the_address(self, client, asha):
        known = join(client, email=asha.email)
        assert (known.status_code, known.headers["Location"]) == (302, "/accounts/confirm-email/")
        assert "There is an account with this\naddress already" in mails_to(asha.email)[0]
        assert not Member.objects.filter(name=ROSA["name"]).exists()

    def test_shows_the_same_page_next(self, client, asha, client_of):
        join(client)
        unknown_page = client.get("/accounts/confirm-email/").text
        client.cookies.clear()
        join(client, email=asha.email)
        known_page = client.get("/accounts/confirm-email/").text
        assert _without_token(unknown_page, ROSA["email"]) == _without_token(known_page, asha.email)

    def test_hashes_a_password_for_both(self, client, asha, monkeypatch):
        hashed: list[str] = []
        monkeypatch.setattr("members.account_forms.make_password", hashed.append)
        join(client, email=asha.email)
        assert hashed == [ROSA["password1"]]


class TestJoiningAfterABan:
    """With an address that a banned member had; a stranger sees no difference (safety L-18)."""

    @pytest.fixture
    def banned(self, asha, mo):
        suspending.ban(asha, by=mo)
        return asha

    def join(self, client, email):
        answer = join(client, email=email)
        assert answer.headers["Location"] == "/accounts/confirm-email/"
        return Member.objects.filter(name=ROSA["name"])

    @pytest.mark.parametrize(
        "email", ["asha@example.org", "ASHA@Example.org", "asha+2@example.org"]
    )
    def test_opens_no_account_and_says_so_by_mail(self, client, banned, email):
        assert not self.join(client, email)
        assert "no account can be opened" in mails_to(email.lower())[0]

    def test_opens_none_either_when_the_old_account_has_no_address_any_more(self, client, banned):
        banned.emailaddress_set.all().delete()
        Member.objects.filter(pk=banned.pk).update(email=None)
        assert not self.join(client, "asha@example.org")

    def test_opens_one_once_the_ban_is_lifted(self, client, banned, mo):
        suspending.unban(banned, by=mo)
        assert self.join(client, "asha+2@example.org").exists()

    def test_keeps_out_no_namesake_elsewhere(self, client, banned):
        assert self.join(client, "asha@example.com").exists()


class TestTheCode:
    def test_is_asked_for_three_times_at_most(self, client):
        join(client)
        for _ in range(3):
            response = client.post("/accounts/confirm-email/", {"code": "nonsense"})
        assert response.headers["Location"] == "/accounts/login/"
        late = client.post("/accounts/confirm-email/", {"code": code_sent_to(ROSA["email"])})
        assert late.headers["Location"] == "/accounts/login/"
        assert client.get("/settings").status_code == 302

    def test_can_be_sent_again(self, client):
        join(client)
        first = code_sent_to(ROSA["email"])
        client.post("/accounts/confirm-email/", {"action": "resend"})
        assert len(mail.outbox) == 2
        assert code_sent_to(ROSA["email"]) != first

    def test_is_asked_for_again_by_signing_in(self, client):
        join(client)
        client.cookies.clear()
        password = {"login": ROSA["email"], "password": ROSA["password1"]}
        client.post("/accounts/login/", password)
        client.post("/accounts/confirm-email/", {"code": code_sent_to(ROSA["email"])})
        assert client.get("/settings").status_code == 200


def _without_token(page: str, email: str) -> list[str]:
    lines = page.replace(email, "…").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]
