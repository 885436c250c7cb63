"""Several decisions about one member: whichever is undone first, the others stand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation import deciding
from forum.moderation.models import Action
from members import suspending
from tests.factories import make_reply
from tests.forum.moderation.reported import decide, make_case

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SANCTIONS = [
    (Action.RESTRICT, suspending.restrict, "restriction_ends_at"),
    (Action.SUSPEND, suspending.suspend, "suspension_ends_at"),
]


@pytest.fixture
def cases(asha):
    """Two, about replies of Asha's."""
    return [make_case(make_reply(author=asha)) for _ in range(2)]


def end_of(member, ends_at):
    """When a sanction ends; None where there is none."""
    member.refresh_from_db()
    is_in_force = member.is_suspended or member.is_restricted
    return getattr(member, ends_at) if is_in_force else None


@pytest.mark.parametrize(("action", "verb", "ends_at"), SANCTIONS)
class TestUndo:
    @pytest.fixture
    def now(self):
        return timezone.now()

    @pytest.fixture
    def both(self, cases, mo, action, now):
        """A day, and then a week, for two replies of Asha's."""
        lengths = (DAY, 7 * DAY)
        return [
            decide(case, action, by=mo, until=now + length)
            for case, length in zip(cases, lengths, strict=True)
        ]

    def test_of_the_first_leaves_the_second(self, asha, mo, both, now, ends_at, verb):
        deciding.undo(both[0], by=mo)
        assert end_of(asha, ends_at) == now + 7 * DAY
        deciding.undo(both[1], by=mo)
        assert end_of(asha, ends_at) is None

    def test_of_the_second_brings_the_first_back(self, asha, mo, both, now, ends_at, verb):
        deciding.undo(both[1], by=mo)
        assert end_of(asha, ends_at) == now + DAY
        deciding.undo(both[0], by=mo)
        assert end_of(asha, ends_at) is None

    def test_brings_nothing_back_that_has_run_out(
        self, asha, mo, both, now, ends_at, verb, monkeypatch
    ):
        monkeypatch.setattr(timezone, "now", lambda: now + 2 * DAY)
        deciding.undo(both[1], by=mo)
        assert end_of(asha, ends_at) is None

    @pytest.fixture
    def after_one_by_hand(self, asha, cases, mo, action, verb, now):
        """A week, where a day had been given in the admin."""
        verb(asha, until=now + DAY, by=mo)
        return decide(cases[0], action, by=mo, until=now + 7 * DAY)

    def test_brings_back_what_was_done_by_hand(self, asha, mo, after_one_by_hand, now, ends_at):
        deciding.undo(after_one_by_hand, by=mo)
        assert end_of(asha, ends_at) == now + DAY

    def test_brings_back_nothing_of_that_either_that_has_run_out(
        self, asha, mo, after_one_by_hand, now, ends_at, monkeypatch
    ):
        monkeypatch.setattr(timezone, "now", lambda: now + 2 * DAY)
        deciding.undo(after_one_by_hand, by=mo)
        assert end_of(asha, ends_at) is None


class TestUndoOfBans:
    def test_lets_them_in_once_the_last_is_undone(self, asha, mo, cases):
        bans = [decide(case, Action.BAN, by=mo) for case in cases]
        for ban, is_banned in zip(bans, (True, False), strict=True):
            deciding.undo(ban, by=mo)
            asha.refresh_from_db()
            assert asha.is_banned == is_banned
