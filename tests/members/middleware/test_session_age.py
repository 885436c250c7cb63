"""Sign-ins end by themselves, sooner for staff (safety S-15)."""

import pytest

from members.middleware import session_age
from members.middleware.session_age import DAY, HOUR, MINUTE
from members.models import Role
from tests.factories import make_member


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(session_age, "time", clock)
    return clock


def is_signed_in(client):
    return client.get("/settings").status_code == 200


def comes_every(client, clock: Clock, pause: float, *, times: int):
    """Whether a reader who comes so often is still signed in at the end."""
    for _ in range(times):
        is_signed_in(client)
        clock.now += pause
    return is_signed_in(client)


class TestAMember:
    def test_stays_signed_in_over_a_pause_of_a_month(self, asha_client, clock):
        assert comes_every(asha_client, clock, 29 * DAY, times=1)

    def test_is_signed_out_after_a_longer_one(self, asha_client, clock):
        assert not comes_every(asha_client, clock, 32 * DAY, times=1)

    def test_is_signed_out_after_ninety_days_in_any_case(self, asha_client, clock):
        assert comes_every(asha_client, clock, 8 * DAY, times=11)
        assert not comes_every(asha_client, clock, 8 * DAY, times=1)

    def test_costs_a_write_a_day(self, asha_client, clock):
        is_signed_in(asha_client)
        seen_at = asha_client.session[session_age.SEEN_AT]
        clock.now += HOUR
        is_signed_in(asha_client)
        assert asha_client.session[session_age.SEEN_AT] == seen_at


class TestStaff:
    def test_are_signed_out_after_half_an_hour(self, mo_client, clock):
        assert comes_every(mo_client, clock, 29 * MINUTE, times=1)
        assert not comes_every(mo_client, clock, 32 * MINUTE, times=1)

    def test_are_signed_out_after_twelve_hours_in_any_case(self, mo_client, clock):
        assert not comes_every(mo_client, clock, 20 * MINUTE, times=37)

    def test_of_the_demo_stay(self, client_of, clock, db):
        client = client_of(make_member(role=Role.OWNER, is_demo=True))
        assert comes_every(client, clock, 29 * DAY, times=1)


class TestAVisitor:
    def test_costs_no_query(self, client, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/healthz")
