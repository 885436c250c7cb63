"""Keeping somebody out, and letting them back in."""

import pytest

from members import suspending
from members.errors import NotForYou
from members.models import Role
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db


class TestSuspend:
    def test_ends_their_sessions_at_once(self, client, asha, mo):
        client.post("/accounts/login/", {"login": asha.email, "password": PASSWORD})
        suspending.suspend(asha, by=mo)
        assert client.get("/settings").status_code == 302

    def test_a_second_time_keeps_the_first_moment(self, asha, mo):
        suspending.suspend(asha, by=mo)
        first = asha.suspended_at
        suspending.suspend(asha, by=mo)
        assert asha.suspended_at == first

    def test_the_owner_may_suspend_a_moderator(self, mo, owner):
        suspending.suspend(mo, by=owner)
        assert mo.is_suspended

    def test_is_for_moderators(self, asha, ben):
        with pytest.raises(NotForYou):
            suspending.suspend(asha, by=ben)

    def test_nobody_suspends_the_owner_or_a_fellow_moderator_or_themselves(self, mo, owner):
        for other in (owner, mo, make_member(role=Role.MODERATOR)):
            with pytest.raises(NotForYou):
                suspending.suspend(other, by=mo)


class TestUnsuspend:
    def test_lets_them_back_in(self, asha, mo):
        suspending.suspend(asha, by=mo)
        suspending.unsuspend(asha, by=mo)
        assert asha.may_sign_in
