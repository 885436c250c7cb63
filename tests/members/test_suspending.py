"""The sanctions: who may put them to whom, what each does, that it ends, and its undoing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from members import permissions, suspending
from members.errors import AlreadyOver, NotForYou
from members.models import Member, Role
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def go_to(monkeypatch):
    """The clock stands still at a moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def sign_in(client, member):
    return client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})


def restrict(member, *, by):
    suspending.restrict(member, until=timezone.now() + WEEK, by=by)


VERBS = [
    restrict,
    suspending.unrestrict,
    suspending.suspend,
    suspending.unsuspend,
    suspending.ban,
    suspending.unban,
]


class TestEverySanctionAndItsUndoing:
    @pytest.mark.parametrize("verb", VERBS)
    def test_is_for_moderators(self, asha, ben, verb):
        with pytest.raises(NotForYou, match="Only moderators"):
            verb(asha, by=ben)

    @pytest.mark.parametrize("verb", VERBS)
    def test_is_for_nobody_to_put_to_the_owner(self, mo, owner, verb):
        for by in (mo, owner):
            with pytest.raises(NotForYou, match="Nobody can do this to the owner"):
                verb(owner, by=by)

    @pytest.mark.parametrize("verb", VERBS)
    def test_is_for_the_owner_to_put_to_a_moderator(self, mo, owner, verb):
        verb(mo, by=owner)
        with pytest.raises(NotForYou, match="Only the owner"):
            verb(make_member(role=Role.MODERATOR), by=mo)

    @pytest.mark.parametrize("verb", VERBS)
    def test_is_for_nobody_to_put_to_themselves(self, mo, verb):
        with pytest.raises(NotForYou, match="themselves"):
            verb(mo, by=mo)

    def test_is_offered_to_those_who_may(self, asha, ben, mo, owner):
        everyone = (asha, mo, owner)
        may = {by: [permissions.can_sanction(by, other) for other in everyone] for by in everyone}
        assert may == {
            asha: [False, False, False],
            mo: [True, False, False],
            owner: [True, True, False],
        }

    @pytest.mark.parametrize("verb", [suspending.restrict, suspending.suspend])
    def test_is_not_put_to_anybody_until_yesterday(self, asha, mo, verb):
        with pytest.raises(AlreadyOver):
            verb(asha, until=timezone.now() - timedelta(days=1), by=mo)
        asha.refresh_from_db()
        assert asha.suspended_at is None
        assert asha.restriction_ends_at is None


class TestRestrict:
    def test_leaves_them_signed_in(self, client, asha, mo):
        sign_in(client, asha)
        restrict(asha, by=mo)
        page = client.get("/settings")
        assert page.status_code == 200
        assert "Your account is restricted until" in page.text

    def test_is_over_when_its_time_is(self, asha, mo, go_to):
        ends_at = timezone.now() + WEEK
        suspending.restrict(asha, until=ends_at, by=mo)
        asha.refresh_from_db()
        assert asha.is_restricted
        go_to(ends_at)
        assert not asha.is_restricted

    def test_takes_no_new_picture_meanwhile(self, client, asha, mo):
        sign_in(client, asha)
        restrict(asha, by=mo)
        with Path("static/img/icon-192.png").open("rb") as picture:
            page = client.post("/settings/avatar", {"picture": picture})
        assert page.status_code == 422
        assert "while your account is restricted" in page.text

    def test_can_be_undone(self, asha, mo):
        restrict(asha, by=mo)
        suspending.unrestrict(asha, by=mo)
        asha.refresh_from_db()
        assert not asha.is_restricted


class TestSuspend:
    def test_ends_their_sessions_at_once(self, client, asha, mo):
        sign_in(client, asha)
        suspending.suspend(asha, by=mo)
        assert client.get("/settings").status_code == 302

    def test_a_second_time_keeps_the_first_moment_and_takes_the_new_end(self, asha, mo):
        suspending.suspend(asha, by=mo)
        first, ends_at = asha.suspended_at, timezone.now() + WEEK
        suspending.suspend(asha, until=ends_at, by=mo)
        assert (asha.suspended_at, asha.suspension_ends_at) == (first, ends_at)

    def test_begins_anew_after_one_that_is_over(self, asha, mo, go_to):
        ends_at = timezone.now() + WEEK
        suspending.suspend(asha, until=ends_at, by=mo)
        later = ends_at + WEEK
        go_to(later)
        suspending.suspend(asha, by=mo)
        assert (asha.suspended_at, asha.suspension_ends_at) == (later, None)

    def test_is_over_when_its_time_is(self, client, asha, mo, go_to):
        ends_at = timezone.now() + WEEK
        suspending.suspend(asha, until=ends_at, by=mo)
        asha.refresh_from_db()
        assert asha not in Member.objects.present()
        go_to(ends_at)
        assert not asha.is_suspended
        assert asha in Member.objects.present()
        assert sign_in(client, asha).status_code == 302

    def test_lasts_where_no_end_is_said(self, asha, mo, go_to):
        suspending.suspend(asha, by=mo)
        go_to(timezone.now() + timedelta(days=3650))
        assert asha.is_suspended
        assert asha not in Member.objects.present()

    def test_can_be_undone(self, client, asha, mo):
        suspending.suspend(asha, until=timezone.now() + WEEK, by=mo)
        suspending.unsuspend(asha, by=mo)
        asha.refresh_from_db()
        assert sign_in(client, asha).status_code == 302
        assert asha in Member.objects.present()


class TestBan:
    def test_ends_their_sessions_at_once(self, client, asha, mo):
        sign_in(client, asha)
        suspending.ban(asha, by=mo)
        assert client.get("/settings").status_code == 302
        assert asha not in Member.objects.present()

    def test_is_undone_by_itself_whatever_else_they_did(self, asha, mo):
        suspending.suspend(asha, by=mo)
        suspending.ban(asha, by=mo)
        suspending.unban(asha, by=mo)
        asha.refresh_from_db()
        assert (asha.is_banned, asha.is_suspended) == (False, True)

    def test_can_be_undone(self, client, asha, mo):
        suspending.ban(asha, by=mo)
        suspending.unban(asha, by=mo)
        asha.refresh_from_db()
        assert sign_in(client, asha).status_code == 302

    def test_twice_is_undone_at_once(self, asha, mo):
        suspending.ban(asha, by=mo)
        first = asha.banned_at
        suspending.ban(asha, by=mo)
        assert asha.banned_at == first
        suspending.unban(asha, by=mo)
        assert not asha.barred_emails.exists()
