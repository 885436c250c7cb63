from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members import appointing
from members.models import Member, Role
from tests.factories import make_member

pytestmark = pytest.mark.django_db


class TestMakeFirstOwner:
    def test_opens_an_account_that_has_no_password_yet(self):
        owner = appointing.make_first_owner("Orla.Penhaligon@example.org")
        assert (owner.role, owner.email) == (Role.OWNER, "orla.penhaligon@example.org")
        assert owner.address == "orla-penhaligon"
        assert not owner.has_usable_password()

    def test_appoints_a_member_and_may_be_run_again(self, asha):
        for _ in range(2):
            assert appointing.make_first_owner(asha.email) == asha
        assert Member.objects.get().role == Role.OWNER

    def test_refuses_where_somebody_is_the_owner(self, owner, asha):
        with pytest.raises(appointing.OwnerExists):
            appointing.make_first_owner(asha.email)

    def test_does_not_count_the_owner_of_the_demo(self, asha):
        make_member(role=Role.OWNER, is_demo=True)
        assert appointing.make_first_owner(asha.email).is_owner


class TestCommand:
    def run(self, email: str) -> str:
        out = StringIO()
        call_command("make_owner", email, stdout=out)
        return out.getvalue()

    def test_says_how_to_sign_in(self):
        said = self.run("orla@example.org")
        assert "http://127.0.0.1:8000/accounts/login/code/" in said

    @pytest.mark.parametrize("email", ["orla", "", "a@b@c"])
    def test_refuses_what_is_no_e_mail_address(self, email):
        with pytest.raises(CommandError):
            self.run(email)

    def test_refuses_where_somebody_is_the_owner(self, owner):
        with pytest.raises(CommandError, match="is the owner already"):
            self.run("orla@example.org")
