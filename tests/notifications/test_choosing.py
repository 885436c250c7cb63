"""Which discussions an edition holds, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import featuring, hiding, pinning, withdrawing
from notifications import choosing, editions
from notifications.models import EditionChoice, ItemKind
from tests.factories import make_category
from tests.notifications.days import HOUR, MINUTE, TUESDAY, answered, before, hour_of, started

pytestmark = pytest.mark.django_db

BEFORE = before(TUESDAY)
LONG_AGO = hour_of(TUESDAY) - timedelta(days=30)


def chosen(*choices):
    """Titles, with the replies of the day, by the part of the edition that they are in."""
    found = choosing.candidates(editions.period_of(TUESDAY), choices)
    items = choosing.select(found).items
    return {
        kind: [(item.discussion.title, item.new_reply_count) for item in items if item.kind == kind]
        for kind in ItemKind
    }


def titles(part):
    return [title for title, _ in part]


class TestNew:
    def test_are_in_the_order_in_which_they_were_started(self):
        started(BEFORE + MINUTE, title="Second")
        started(BEFORE, title="First")
        assert titles(chosen()[ItemKind.NEW]) == ["First", "Second"]

    def test_begin_at_one_hour_and_end_before_the_next(self):
        hour = hour_of(TUESDAY)
        started(hour - timedelta(days=1, microseconds=1), title="Monday's")
        started(hour - timedelta(days=1), title="First")
        started(hour - timedelta(microseconds=1), title="Last")
        started(hour, title="Wednesday's")
        assert titles(chosen()[ItemKind.NEW]) == ["First", "Last"]

    def test_tell_how_often_they_were_answered_and_are_not_among_the_busy(self):
        answered(started(BEFORE, title="Foxes"), BEFORE + MINUTE, BEFORE + 2 * MINUTE)
        assert chosen() == {ItemKind.NEW: [("Foxes", 2)], ItemKind.BUSY: []}

    def test_are_ten_at_the_most_and_those_that_were_answered_stay(self):
        for number in range(11):
            discussion = started(BEFORE + number * MINUTE, title=f"No. {number}")
            if number != 3:
                answered(discussion, BEFORE + 20 * MINUTE)
        found = choosing.select(choosing.candidates(editions.period_of(TUESDAY)))
        assert [item.discussion.title for item in found.items] == [
            f"No. {number}" for number in range(11) if number != 3
        ]
        assert found.left_out_count == 1


class TestBusy:
    def test_are_older_ones_with_replies_of_the_day_the_busiest_first(self):
        quiet, busy, still = (started(LONG_AGO, title=title) for title in ("One", "Two", "None"))
        answered(quiet, BEFORE)
        answered(busy, BEFORE, BEFORE + MINUTE)
        answered(still, LONG_AGO + HOUR)
        assert chosen() == {ItemKind.NEW: [], ItemKind.BUSY: [("Two", 2), ("One", 1)]}

    def test_are_counted_by_the_day_and_not_by_all_their_replies(self):
        old, young = started(LONG_AGO, title="Old"), started(LONG_AGO, title="Young")
        answered(old, *(LONG_AGO + number * HOUR for number in range(5)), BEFORE)
        answered(young, BEFORE, BEFORE + MINUTE)
        assert titles(chosen()[ItemKind.BUSY]) == ["Young", "Old"]

    def test_are_ten_at_the_most(self):
        for number in range(12):
            answered(started(LONG_AGO, title=f"No. {number}"), BEFORE)
        assert len(chosen()[ItemKind.BUSY]) == 10


class TestWhatNotEveryoneMayRead:
    def test_is_never_in_it(self, mo):
        hiding.hide_discussion(started(BEFORE, title="Hidden"), by=mo)
        gone = started(BEFORE, title="Withdrawn")
        withdrawing.withdraw_discussion(gone, by=gone.author)
        started(BEFORE, title="Elsewhere", category=make_category(hidden_at=timezone.now()))
        assert chosen() == {ItemKind.NEW: [], ItemKind.BUSY: []}

    def test_is_not_counted(self, mo):
        discussion = started(LONG_AGO, title="Foxes")
        hidden, withdrawn, _ = answered(discussion, BEFORE, BEFORE + MINUTE, BEFORE + 2 * MINUTE)
        hiding.hide_reply(hidden, by=mo)
        withdrawing.withdraw_reply(withdrawn, by=withdrawn.author)
        assert chosen()[ItemKind.BUSY] == [("Foxes", 1)]


class TestTheOwnerSChoice:
    def test_places_one_first(self):
        started(BEFORE, title="First")
        second = started(BEFORE + MINUTE, title="Second")
        choice = EditionChoice(discussion=second, is_promoted=True)
        assert titles(chosen(choice)[ItemKind.NEW]) == ["Second", "First"]

    def test_finds_room_for_one_that_had_none(self):
        for number in range(10):
            answered(started(BEFORE, title=f"No. {number}"), BEFORE + MINUTE)
        quiet = started(BEFORE, title="Quiet")
        choice = EditionChoice(discussion=quiet, is_promoted=True)
        assert titles(chosen(choice)[ItemKind.NEW])[0] == "Quiet"

    def test_leaves_one_out(self):
        discussion = started(LONG_AGO)
        answered(discussion, BEFORE)
        choice = EditionChoice(discussion=discussion, is_dropped=True)
        assert chosen(choice) == {ItemKind.NEW: [], ItemKind.BUSY: []}

    def test_has_nothing_to_do_with_what_is_pinned_or_featured(self, mo):
        started(BEFORE, title="First")
        second = started(BEFORE + MINUTE, title="Second")
        pinning.pin(second, by=mo)
        featuring.feature(second, by=mo)
        assert titles(chosen()[ItemKind.NEW]) == ["First", "Second"]


def test_asks_three_times_however_much_was_written(django_assert_num_queries):
    for count in (1, 12):
        for _ in range(count):
            answered(started(LONG_AGO), BEFORE)
            started(BEFORE)
        period = editions.period_of(TUESDAY)
        with django_assert_num_queries(3):
            choosing.select(choosing.candidates(period))
