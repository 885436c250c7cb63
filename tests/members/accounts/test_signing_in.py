"""Signing in: by password or by an e-mailed code, and who may not."""

import time
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from members import decisions
from tests.factories import PASSWORD, make_member
from tests.members.accounts.reading_mail import code_sent_to, mails_to

pytestmark = pytest.mark.django_db


def sign_in(client, login: str, password: str = PASSWORD, **more):
    return client.post("/accounts/login/", {"login": login, "password": password} | more)


def is_signed_in(client):
    return client.get("/settings").status_code == 200


class TestByPassword:
    @pytest.mark.parametrize("login", ["asha@example.org", "Asha@Example.org", "asha", "ASHA"])
    def test_takes_the_e_mail_address_or_the_address_here(self, client, asha, login):
        assert sign_in(client, login).headers["Location"] == "/"
        assert is_signed_in(client)

    def test_answers_alike_whether_there_is_such_an_account(self, client, asha):
        known = sign_in(client, "asha@example.org", "wrong")
        unknown = sign_in(client, "nobody@example.org", "wrong")
        assert known.status_code == unknown.status_code == 200
        for answer in (known, unknown):
            assert "That e-mail address and password do not go together." in answer.text

    @pytest.mark.parametrize("login", ["asha@example.org", "asha", "nobody@example.org", "nobody"])
    def test_takes_one_hash_whether_there_is_such_an_account(
        self, client, asha, login, monkeypatch
    ):
        from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: PLC0415  only here

        hashed, encode = [], MD5PasswordHasher.encode

        def count(self, password, salt):
            hashed.append(password)
            return encode(self, password, salt)

        monkeypatch.setattr(MD5PasswordHasher, "encode", count)
        sign_in(client, login, "wrong")
        assert hashed == ["wrong"]

    def test_gives_a_new_session_key(self, client, asha):
        session = client.session
        session["draft"] = "Foxes"
        session.save()
        before = session.session_key
        sign_in(client, "asha")
        assert before != client.session.session_key
        assert client.session["draft"] == "Foxes"

    def test_signs_out_by_post_only(self, asha_client):
        asha_client.get("/accounts/logout/")
        assert is_signed_in(asha_client)
        asha_client.post("/accounts/logout/")
        assert not is_signed_in(asha_client)


class TestTooManyTries:
    def test_close_the_account_for_a_while_and_say_for_how_long(self, client, asha):
        for _ in range(5):
            sign_in(client, "asha", "wrong")
        refused = sign_in(client, "asha")
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 300
        assert "Please try again in" in refused.text
        assert PASSWORD not in refused.text

    def test_are_not_those_that_were_right(self, client, asha):
        for _ in range(8):
            assert sign_in(client, "asha").status_code == 302
            client.post("/accounts/logout/")

    def test_are_counted_whoever_says_they_come_from_elsewhere(self, client, asha):
        for n in range(5):
            sign_in(client, "asha", "wrong")
            client.defaults["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{n}"
        for n in range(5):
            sign_in(client, f"somebody-{n}", "wrong")
        assert sign_in(client, "somebody-else", "wrong").status_code == 429


class TestByCode:
    def request_code(self, client, email):
        return client.post("/accounts/login/code/", {"email": email})

    def enter(self, client, code: str):
        return client.post("/accounts/login/code/confirm/", {"code": code})

    def test_lets_in(self, client, asha):
        self.request_code(client, asha.email)
        self.enter(client, code_sent_to(asha.email))
        assert is_signed_in(client)

    def test_lets_in_members_of_the_old_site_and_confirms_their_address(self, client):
        hugh = make_member(name="Hugh", password=None)
        hugh.emailaddress_set.all().delete()
        self.request_code(client, hugh.email)
        self.enter(client, code_sent_to(hugh.email))
        assert is_signed_in(client)
        assert hugh.emailaddress_set.get().verified

    def test_works_once_and_only_in_the_browser_that_asked(self, client, asha, client_of, ben):
        self.request_code(client, asha.email)
        code = code_sent_to(asha.email)
        other = type(client)()
        self.request_code(other, ben.email)
        self.enter(other, code)
        assert not is_signed_in(other)

    def test_ends_after_three_minutes(self, client, asha, monkeypatch):
        self.request_code(client, asha.email)
        later = time.time() + 181
        monkeypatch.setattr(
            "allauth.account.internal.flows.code_verification.time.time", lambda: later
        )
        self.enter(client, code_sent_to(asha.email))
        assert not is_signed_in(client)

    def test_answers_alike_where_there_is_no_account(self, client, asha):
        known = self.request_code(client, asha.email)
        unknown = self.request_code(type(client)(), "nobody@example.org")
        assert known.headers["Location"] == unknown.headers["Location"]
        assert "No account that can be signed in" in mails_to("nobody@example.org")[0]

    def test_mails_an_address_three_times_an_hour(self, client, asha):
        for _ in range(3):
            self.request_code(type(client)(), asha.email)
        refused = self.request_code(client, asha.email)
        assert refused.status_code == 429
        assert len(mails_to(asha.email)) == 3


class TestThoseWhoMayNot:
    STANDINGS = [
        ({"suspended_at": timezone.now()}, "has been suspended"),
        (
            {
                "suspended_at": timezone.now(),
                "suspension_ends_at": datetime(2126, 7, 9, 13, 30, tzinfo=UTC),
            },
            "suspended until 9 July 2126, 14:30",
        ),
        ({"banned_at": datetime(2026, 3, 17, tzinfo=UTC)}, "was banned on 17 March 2026"),
        ({"left_at": timezone.now()}, "was closed"),
        ({"is_active": False}, "waiting for approval"),
    ]

    @pytest.mark.parametrize(("standing", "words"), STANDINGS)
    def test_are_told_plainly_once_they_have_shown_who_they_are(self, client, standing, words):
        make_member(address="vic", **standing)
        refused = sign_in(client, "vic")
        assert refused.status_code == 403
        assert words in refused.text
        assert not is_signed_in(client)

    @pytest.mark.parametrize(("standing", "words"), STANDINGS)
    def test_are_not_told_of_to_strangers(self, client, standing, words):
        make_member(address="vic", **standing)
        refused = sign_in(client, "vic", "wrong")
        assert "do not go together" in refused.text
        assert words not in refused.text

    def test_are_told_after_a_right_code(self, client):
        vic = make_member(address="vic", suspended_at=timezone.now())
        client.post("/accounts/login/code/", {"email": vic.email})
        code = {"code": code_sent_to(vic.email)}
        refused = client.post("/accounts/login/code/confirm/", code)
        assert refused.status_code == 403
        assert "has been suspended" in refused.text

    def test_are_told_where_to_read_why(self, client, monkeypatch):
        monkeypatch.setattr(decisions, "PAGES", [lambda member: f"/decisions/{member.address}"])
        make_member(address="vic", suspended_at=timezone.now())
        refused = sign_in(client, "vic")
        assert '<a href="/decisions/vic">Decisions about me</a>' in refused.text
        assert "/decisions/" not in sign_in(client, "vic", "wrong").text
        make_member(address="lena", left_at=timezone.now())
        assert "/decisions/" not in sign_in(client, "lena").text

    def test_are_signed_out_at_once(self, asha, asha_client):
        assert is_signed_in(asha_client)
        asha.suspended_at = timezone.now()
        asha.save()
        assert not is_signed_in(asha_client)
