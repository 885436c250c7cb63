"""The second step at signing in, and the admin that waits for it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth as recovery_codes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt

from members.models import Role
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db


def sign_in(client, login: str):
    return client.post("/accounts/login/", {"login": login, "password": PASSWORD})


def code_of(member) -> str:
    """What the member's authenticator app shows now."""
    secret = Authenticator.objects.get(user=member, type="totp").data["secret"]
    return _code(decrypt(secret))


def _code(secret: str) -> str:
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )


class TestSigningIn:
    def test_asks_for_the_code(self, client, mo):
        assert sign_in(client, "mo").headers["Location"] == "/accounts/2fa/authenticate/"
        assert client.get("/settings").status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": code_of(mo)})
        assert client.get("/settings").status_code == 200

    def test_takes_each_recovery_code_once(self, client, mo):
        code = recovery_codes.RecoveryCodes.activate(mo).get_unused_codes()[0]
        for expected in (200, 302):
            sign_in(client, "mo")
            client.post("/accounts/2fa/authenticate/", {"code": code})
            assert client.get("/settings").status_code == expected
            client.post("/accounts/logout/")

    def test_cannot_be_guessed_at(self, client, mo):
        sign_in(client, "mo")
        for _ in range(5):
            client.post("/accounts/2fa/authenticate/", {"code": "000000"})
        refused = client.post("/accounts/2fa/authenticate/", {"code": code_of(mo)})
        assert refused.status_code == 429

    def test_can_be_asked_to_start_again(self, client, mo):
        sign_in(client, "mo")
        client.post("/accounts/logout/", {"next": "/accounts/login/"})
        assert "Your password" in client.get("/accounts/login/").text


class TestSettingItUp:
    @pytest.fixture
    def sure(self, asha_client):
        asha_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return asha_client

    def test_shows_the_square_in_the_page_and_no_data_address(self, sure):
        page = sure.get("/accounts/2fa/totp/activate/").text
        assert "<svg role=" in page
        assert "data:image" not in page
        assert "<?xml" not in page

    def test_turns_on_with_the_first_code_and_shows_recovery_codes_once(self, asha, sure):
        sure.get("/accounts/2fa/totp/activate/")
        secret = sure.session["mfa.totp.secret"]
        answer = sure.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
        shown = sure.get(answer.headers["Location"]).text
        code = recovery_codes.RecoveryCodes(
            Authenticator.objects.get(user=asha, type="recovery_codes")
        ).get_unused_codes()[0]
        assert code in shown
        assert code not in sure.get(answer.headers["Location"]).text

    def test_asks_for_the_password_first(self, asha_client):
        answer = asha_client.get("/accounts/2fa/totp/activate/")
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")

    @pytest.mark.parametrize("path", ["", "webauthn/", "webauthn/add/", "recovery-codes/generate/"])
    def test_has_pages_for_everything_else(self, mo, client, path):
        sign_in(client, "mo")
        client.post("/accounts/2fa/authenticate/", {"code": code_of(mo)})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert client.get(f"/accounts/2fa/{path}").status_code == 200


class TestTheAdmin:
    def test_opens_for_staff_with_a_second_factor(self, owner_client):
        assert owner_client.get("/admin/").status_code == 200

    def test_sends_staff_without_one_to_set_it_up(self, client_of):
        client = client_of(make_member(role=Role.OWNER))
        to_login = client.get("/admin/")
        answer = client.get(to_login.headers["Location"])
        assert answer.headers["Location"] == "/accounts/2fa/"

    def test_excuses_the_demo_on_a_loopback_address_only(self, client_of, settings):
        client = client_of(make_member(role=Role.OWNER, is_demo=True))
        assert client.get("/admin/").status_code == 200
        settings.IS_LOOPBACK = False
        assert client.get("/admin/").status_code == 302

    def test_sends_visitors_through_everybody_s_door(self, client):
        to_login = client.get("/admin/").headers["Location"]
        answer = client.get(to_login)
        assert answer.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"

    def test_is_closed_to_members(self, asha_client):
        to_login = asha_client.get("/admin/").headers["Location"]
        assert asha_client.get(to_login).status_code == 403

    def test_is_where_new_staff_are_reminded_of_it(self, client):
        make_member(address="orla", role=Role.OWNER)
        assert sign_in(client, "orla").headers["Location"] == "/accounts/2fa/"


class TestPasskeys:
    def test_sign_one_in_without_a_password_unless_one_says_otherwise(self, asha_client):
        asha_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        page = asha_client.get("/accounts/2fa/webauthn/add/").text
        assert re.search(r'name="passwordless"[^>]* checked', page)
