"""Changing the e-mail address, and taking the change back."""

import pytest

from tests.factories import PASSWORD
from tests.members.accounts.reading_mail import code_sent_to, link_sent_to, mails_to

NEW = "asha@elsewhere.example"
OLD = "asha@example.org"

pytestmark = pytest.mark.django_db


def sign_in(client) -> None:
    client.post("/accounts/login/", {"login": "asha", "password": PASSWORD})


def confirm_password(client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def change(client, *, to: str = NEW) -> None:
    confirm_password(client)
    client.post("/accounts/email/", {"email": to, "action_add": "yes"})
    client.post("/accounts/confirm-email/", {"code": code_sent_to(to)})


@pytest.fixture
def signed_in(client, asha):
    sign_in(client)
    return client


class TestChanging:
    def test_asks_for_the_password_first(self, signed_in):
        answer = signed_in.post("/accounts/email/", {"email": NEW, "action_add": "yes"})
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
        assert not mails_to(NEW)

    def test_changes_nothing_before_the_code_has_come_back(self, signed_in, asha):
        confirm_password(signed_in)
        signed_in.post("/accounts/email/", {"email": NEW, "action_add": "yes"})
        asha.refresh_from_db()
        assert asha.email == OLD

    def test_ends_all_other_sessions_and_mails_the_old_address(self, signed_in, asha):
        elsewhere = type(signed_in)()
        sign_in(elsewhere)
        change(signed_in)
        asha.refresh_from_db()
        assert asha.email == NEW
        assert signed_in.get("/settings").status_code == 200
        assert elsewhere.get("/settings").status_code == 302
        assert NEW in mails_to(OLD)[-1]

    def test_looks_the_same_where_the_address_is_somebody_else_s(self, signed_in, ben):
        confirm_password(signed_in)
        answer = signed_in.post("/accounts/email/", {"email": ben.email, "action_add": "yes"})
        assert answer.headers["Location"] == "/accounts/confirm-email/"


class TestTakingItBack:
    @pytest.fixture
    def link(self, signed_in) -> str:
        change(signed_in)
        return link_sent_to(OLD)

    def test_asks_first_and_then_keeps_whoever_did_it_out(self, client, signed_in, asha, link):
        visitor = type(client)()
        assert OLD in visitor.get(link).text
        assert visitor.post(link).headers["Location"] == "/accounts/login/code/"
        asha.refresh_from_db()
        assert (asha.email, asha.has_usable_password()) == (OLD, False)
        assert asha.emailaddress_set.get().email == OLD
        assert signed_in.get("/settings").status_code == 302

    @pytest.mark.parametrize("method", ["get", "head"])
    def test_changes_nothing_when_a_mail_scanner_opens_the_link(self, client, asha, link, method):
        for _ in range(3):
            answer = getattr(type(client)(), method)(link)
            assert answer.headers["Referrer-Policy"] == "no-referrer"
        asha.refresh_from_db()
        assert asha.email == NEW
        type(client)().post(link)
        asha.refresh_from_db()
        assert asha.email == OLD

    def test_works_in_a_browser_that_is_signed_in(self, signed_in, link):
        assert signed_in.post(link).status_code == 302
        assert "everyone signed out" in signed_in.get("/accounts/login/code/").text

    def test_works_once(self, client, link):
        client.post(link)
        assert client.post(link).status_code == 410
        assert "This link no longer works" in client.get(link).text

    def test_is_offered_to_nobody_once_its_member_has_changed_it_back(
        self, client, signed_in, asha, link
    ):
        change(signed_in, to=OLD)
        asha.refresh_from_db()
        assert asha.email == OLD
        assert "somebody else is in your account" in mails_to(NEW)[-1]
        assert "/settings/email/undo/" not in mails_to(NEW)[-1]
        assert type(client)().get(link).status_code == 410
