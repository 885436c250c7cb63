"""Safety's table S-19: who may do how much of what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import limits
from members.errors import RateLimited
from members.limits import Action
from tests.factories import make_member

IP = "192.0.2.7"


def spend_until_refused(action: Action, **who) -> int:
    """How often an action can be done at once."""
    for done in range(1000):
        try:
            limits.spend(action, **{"member": None, "ip": IP, **who})
        except RateLimited:
            return done
    return 1000


@pytest.fixture
def known(asha):
    """A member of long standing who has written."""
    asha.reply_count = 3
    return asha


class TestSpend:
    def test_counts_no_address_for_what_comes_by_e_mail(self, known):
        for _ in range(4):
            assert spend_until_refused(Action.REPLY, member=make_member(), ip=None) == 10
        assert spend_until_refused(Action.REPLY, member=known, ip=None) == 60

    @pytest.mark.parametrize(
        ("action", "most"),
        [
            (Action.DISCUSSION, 10),
            (Action.REPLY, 60),
            (Action.EDIT, 60),
            (Action.PICTURE, 10),
        ],
    )
    def test_lets_a_known_member_do_so_much(self, known, action, most):
        assert spend_until_refused(action, member=known) == most

    @pytest.mark.parametrize(
        ("action", "most"),
        [(Action.DISCUSSION, 2), (Action.REPLY, 10), (Action.EDIT, 20), (Action.PICTURE, 2)],
    )
    def test_lets_a_new_member_do_less(self, asha, action, most):
        assert spend_until_refused(action, member=asha) == most

    def test_counts_members_apart_and_their_address_together(self, known):
        for n in range(2):
            other = make_member(name=f"Neighbour {n}")
            other.reply_count = 3
            assert spend_until_refused(Action.DISCUSSION, member=other) == 10
        assert spend_until_refused(Action.DISCUSSION, member=known) == 0
        assert spend_until_refused(Action.DISCUSSION, member=known, ip="192.0.2.8") == 10

    def test_counts_tries_to_sign_in_by_account_whoever_tries(self, db):
        for n in range(5):
            limits.spend(Action.SIGN_IN_FAILURE, member=None, ip=f"192.0.2.{n}", subject="asha")
        with pytest.raises(RateLimited):
            limits.spend(Action.SIGN_IN_FAILURE, member=None, ip=IP, subject="ASHA")
        limits.spend(Action.SIGN_IN_FAILURE, member=None, ip=IP, subject="ben")

    def test_counts_the_whole_network_of_an_ipv6_host(self, db):
        for n in range(5):
            limits.spend(Action.JOIN, member=None, ip=f"2001:db8::{n}")
        with pytest.raises(RateLimited):
            limits.spend(Action.JOIN, member=None, ip="2001:db8::abcd")
        limits.spend(Action.JOIN, member=None, ip="2001:db8:0:1::1")

    def test_says_when_to_come_back(self, db):
        spend_until_refused(Action.JOIN)
        with pytest.raises(RateLimited) as refused:
            limits.spend(Action.JOIN, member=None, ip=IP)
        assert 0 < refused.value.retry_after <= 3600
        assert str(refused.value).endswith("try again in 60 minutes.")

    def test_sounds_an_alarm_but_keeps_nobody_out(self, db, caplog):
        for n in range(301):
            ip = f"198.51.{n // 250}.{n % 250}"
            limits.spend(Action.SIGN_IN_FAILURE, member=None, ip=ip, subject=f"member-{n}")
        assert "More than 300 of sign-in-failure" in caplog.text

    def test_counts_nothing_where_limits_are_off(self, asha, settings):
        settings.RATE_LIMITS = False
        assert spend_until_refused(Action.DISCUSSION, member=asha) == 1000


class TestRefund:
    def test_uncounts_what_was_spent(self, db):
        for _ in range(20):
            limits.refund(limits.spend(Action.JOIN, member=None, ip=IP))
        assert limits.spend(Action.JOIN, member=None, ip=IP)


class TestIsNew:
    def test_those_who_came_this_week(self, known):
        known.joined_at = timezone.now() - timedelta(days=6)
        assert limits.is_new(known)

    def test_those_who_have_said_next_to_nothing(self, known):
        known.reply_count, known.discussion_count = 1, 1
        assert limits.is_new(known)

    def test_nobody_else(self, known):
        assert not limits.is_new(known)
