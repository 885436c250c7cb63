"""The owner's choice of moderators."""

import pytest

from members import appointing
from members.errors import NotForYou
from members.models import Role
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db


class TestAppointModerator:
    def test_gives_the_role_and_ends_sessions_that_began_without_it(self, client, asha, owner):
        client.post("/accounts/login/", {"login": asha.email, "password": PASSWORD})
        appointing.appoint_moderator(asha, by=owner)
        assert asha.role == Role.MODERATOR
        assert client.get("/settings").status_code == 302

    def test_is_for_the_owner(self, asha, mo):
        with pytest.raises(NotForYou):
            appointing.appoint_moderator(asha, by=mo)

    def test_somebody_who_cannot_sign_in_cannot_moderate(self, owner):
        with pytest.raises(NotForYou):
            appointing.appoint_moderator(make_member(is_active=False), by=owner)


class TestDismissModerator:
    def test_makes_them_a_member_like_others(self, mo, owner):
        appointing.dismiss_moderator(mo, by=owner)
        assert mo.role == Role.MEMBER

    def test_the_owner_stays(self, owner):
        with pytest.raises(NotForYou):
            appointing.dismiss_moderator(owner, by=owner)
        assert owner.is_owner
