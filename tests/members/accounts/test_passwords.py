"""Changing a password, forgetting it, and choosing the first one."""

import pytest
from allauth.usersessions.models import UserSession

from tests.factories import PASSWORD, make_member
from tests.members.accounts.reading_mail import link_sent_to, mails_to

NEW = "a badger in the allotment"

pytestmark = pytest.mark.django_db


def is_signed_in(client):
    return client.get("/settings").status_code == 200


def sign_in(client, login: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": login, "password": password})


class TestChanging:
    def change(self, client, old: str = PASSWORD):
        return client.post("/accounts/password/change/", {"oldpassword": old, "password1": NEW})

    def test_keeps_this_session_ends_the_others_and_tells_the_member(self, client, asha):
        elsewhere = type(client)()
        sign_in(client, "asha")
        sign_in(elsewhere, "asha")
        assert self.change(client).headers["Location"] == "/settings"
        assert is_signed_in(client)
        assert not is_signed_in(elsewhere)
        assert "Your password has been changed." in mails_to(asha.email)[0]
        client.get("/accounts/sessions/")
        assert UserSession.objects.filter(user=asha).count() == 1

    def test_cannot_be_guessed_at_by_whoever_finds_a_browser_signed_in(self, asha_client):
        for _ in range(5):
            assert self.change(asha_client, "wrong").status_code == 200
        assert self.change(asha_client).status_code == 429

    def test_asks_staff_for_a_longer_one(self, mo_client):
        answer = mo_client.post(
            "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "fox on a roof"}
        )
        assert "Please use 15 characters or more." in answer.text


class TestForgetting:
    def ask(self, client, email):
        return client.post("/accounts/password/reset/", {"email": email})

    def follow(self, client, email):
        return client.get(link_sent_to(email)).headers["Location"]

    def test_mails_a_link_with_which_another_is_chosen(self, client, asha, asha_client):
        sign_in(asha_client, "asha")
        self.ask(client, asha.email)
        form = self.follow(client, asha.email)
        client.post(form, {"password1": NEW})
        assert is_signed_in(client)
        assert not is_signed_in(asha_client)
        asha.refresh_from_db()
        assert asha.check_password(NEW)
        assert "by a mailed link" in mails_to(asha.email)[1]

    def test_works_while_signed_in(self, asha_client, asha):
        self.ask(asha_client, asha.email)
        asha_client.post(self.follow(asha_client, asha.email), {"password1": NEW})
        assert is_signed_in(asha_client)

    def test_bears_mail_scanners_that_open_every_link(self, client, asha):
        self.ask(client, asha.email)
        for _ in range(3):
            scanner = type(client)()
            scanner.get(self.follow(scanner, asha.email))
        client.post(self.follow(client, asha.email), {"password1": NEW})
        assert is_signed_in(client)

    def test_link_works_once(self, client, asha):
        self.ask(client, asha.email)
        link = link_sent_to(asha.email)
        client.post(client.get(link).headers["Location"], {"password1": NEW})
        again = type(client)().get(link)
        assert "This link no longer works" in again.text

    def test_is_the_way_in_for_members_of_the_old_site(self, client):
        hugh = make_member(name="Hugh", password=None)
        hugh.emailaddress_set.all().delete()
        self.ask(client, hugh.email)
        client.post(self.follow(client, hugh.email), {"password1": NEW})
        assert is_signed_in(client)
        assert hugh.emailaddress_set.get().verified

    def test_still_asks_for_the_second_factor(self, client, mo):
        self.ask(client, mo.email)
        answer = client.post(self.follow(client, mo.email), {"password1": NEW})
        assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
        assert not is_signed_in(client)

    def test_looks_the_same_where_there_is_no_account(self, client, asha):
        known = self.ask(client, asha.email)
        unknown = self.ask(client, "nobody@example.org")
        assert known.headers["Location"] == unknown.headers["Location"]
        assert "No account that can be signed in" in mails_to("nobody@example.org")[0]

    def test_mails_an_address_three_times_an_hour(self, client, asha):
        for _ in range(3):
            self.ask(client, asha.email)
        refused = self.ask(client, asha.email)
        assert refused.status_code == 429
        assert f'value="{asha.email}"' in refused.text


class TestChoosingTheFirst:
    def test_is_for_members_who_have_none(self, client_of):
        hugh = make_member(name="Hugh", password=None)
        client = client_of(hugh)
        client.post("/accounts/password/set/", {"password1": NEW})
        hugh.refresh_from_db()
        assert hugh.check_password(NEW)
        assert is_signed_in(client)
