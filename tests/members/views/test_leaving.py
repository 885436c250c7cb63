"""The pages on which somebody closes their account, and has it back."""

import pytest

from members import tasks
from members.models import Erasure
from tests.factories import PASSWORD
from tests.members.accounts.reading_mail import code_sent_to, mails_to

pytestmark = pytest.mark.django_db

ANSWER = {"choice": "keep"}


@pytest.fixture(autouse=True)
def _ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


def sign_in(client):
    password = {"login": "asha@example.org", "password": PASSWORD}
    return client.post("/accounts/login/", password)


@pytest.fixture
def signed_in(client, asha):
    sign_in(client)
    return client


@pytest.fixture
def sure(signed_in):
    """Signed in, and asked for the password again just now."""
    signed_in.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return signed_in


class TestLeave:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_asks_who_it_is_first(self, signed_in, method):
        answer = getattr(signed_in, method)("/settings/leave", ANSWER)
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
        assert not Erasure.objects.exists()

    def test_is_for_members(self, client):
        assert client.get("/settings/leave").headers["Location"].startswith("/accounts/login/")

    def test_closes_the_account_and_says_how_to_come_back(self, sure, asha):
        assert sure.post("/settings/leave", ANSWER).headers["Location"] == "/"
        assert '<p class="notice notice--success">Your account is hidden' in sure.get("/").text
        assert sure.get("/settings").status_code == 302
        assert Erasure.objects.get().choice == "keep"

    @pytest.mark.parametrize("answer", [{}, {"choice": "everything"}])
    def test_does_nothing_before_it_has_been_told_what_to_do(self, sure, answer):
        page = sure.post("/settings/leave", answer)
        assert page.status_code == (422 if answer else 200)
        assert not Erasure.objects.exists()

    def test_takes_nothing_else_from_the_form(self, sure, asha, ben):
        sure.post("/settings/leave", ANSWER | {"member": ben.pk, "due_at": "2001-01-01"})
        assert Erasure.objects.get().member_key == asha.pk

    def test_is_led_to_from_the_data(self, sure):
        assert 'href="/settings/leave"' in sure.get("/settings/data").text

    def test_is_not_for_the_owner(self, client_of, owner, client):
        client.force_login(owner)
        # Their second factor is asked for; with it they would read why they cannot.
        assert client.get("/settings/leave").status_code == 302


class TestComingBack:
    @pytest.fixture
    def gone(self, sure):
        sure.post("/settings/leave", ANSWER)
        return sure

    def test_is_to_sign_in_again(self, gone, asha):
        sign_in(gone)
        assert "Asha Ravindran" in gone.get("/settings").text
        assert not Erasure.objects.exists()

    def test_is_to_sign_in_with_a_code_too(self, gone, asha):
        gone.post("/accounts/login/code/", {"email": asha.email})
        gone.post("/accounts/login/code/confirm/", {"code": code_sent_to(asha.email)})
        assert gone.get("/settings").status_code == 200

    def test_is_not_for_somebody_with_the_wrong_password(self, gone, asha):
        gone.post("/accounts/login/", {"login": asha.email, "password": "wrong"})
        assert Erasure.objects.exists()

    def test_is_to_follow_the_link_that_was_mailed(self, gone, client, asha):
        link = self.link_to(asha)
        page = client.get(link)
        assert "Have your account back?" in page.text
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert Erasure.objects.exists()
        assert client.post(link).headers["Location"] == "/accounts/login/"
        assert not Erasure.objects.exists()
        sign_in(client)
        assert client.get("/settings").status_code == 200

    def test_works_once(self, gone, client, asha):
        link = self.link_to(asha)
        client.post(link)
        assert client.post(link).status_code == 410
        assert "This link no longer works" in client.get(link).text

    def test_is_not_for_those_who_are_suspended(self, gone, asha):
        asha.refresh_from_db()
        asha.suspended_at = asha.joined_at
        asha.save()
        assert sign_in(gone).status_code == 403
        assert Erasure.objects.exists()

    def link_to(self, asha):
        tasks.mail_those_who_leave()
        words = mails_to(asha.email)[-1].split()
        return next(word for word in words if "/settings/leave/undo/" in word).removeprefix(
            "http://127.0.0.1:8000"
        )
