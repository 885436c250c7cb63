"""Alarms for what is urgent, and a list of what waits each morning (safety L-20)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from forum.moderation import alarming, triaging
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, OfficialLetter
from tests.factories import make_reply
from tests.forum.moderation.reported import decide, make_case

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def case(asha):
    return make_case(make_reply(author=asha, body="A secret"), kind=Kind.CHILD)


def told_after(**time) -> set[str]:
    """Who has been written to by then, though it looks often."""
    for _ in range(2):
        alarming.sound(timezone.now() + timedelta(**time))
    letters = OfficialLetter.objects.filter(key__startswith="alarm:")
    return {f"{letter.member}, as {letter.key.split(':')[2]}" for letter in letters}


class TestAlarm:
    def test_nobody_is_told_within_the_first_hour(self, mo, owner, case):
        assert told_after(minutes=59) == set()

    def test_after_one_hour_every_moderator_is_and_after_four_the_owner_again(
        self, mo, owner, case
    ):
        moderators = {"Mo Tarrant, as moderators", "Orla Penhaligon, as moderators"}
        assert told_after(minutes=61) == moderators
        assert told_after(hours=4, minutes=1) == moderators | {"Orla Penhaligon, as owner"}
        assert OfficialLetter.objects.filter(key__startswith="alarm:").count() == 3

    def test_nobody_is_once_somebody_has_it_in_hand(self, mo, case):
        triaging.claim(case, by=mo, version=case.version)

        assert told_after(hours=5) == set()

    def test_nobody_is_of_what_is_not_urgent_or_decided(self, mo, case):
        make_case(make_reply(), kind=Kind.RULES)
        decide(case, Action.HIDE, by=mo)

        assert told_after(hours=5) == set()

    def test_nobody_is_of_a_case_about_themselves(self, mo, owner):
        make_case(make_reply(author=mo), kind=Kind.TERROR)

        assert told_after(hours=2) == {"Orla Penhaligon, as moderators"}

    def test_says_nothing_of_what_was_reported(self, mo, case):
        told_after(hours=2)

        letter = OfficialLetter.objects.get()
        assert "A secret" not in letter.text
        assert letter.text.endswith("/admin/queue/\n")
        assert "999" in letter.text


class TestList:
    def test_comes_once_a_day_to_whoever_has_something_to_do(self, mo, owner, case):
        for later in (timedelta(0), timedelta(hours=5)):
            alarming.send_list(MORNING + later)
        assert OfficialLetter.objects.count() == 2

        alarming.send_list(MORNING + timedelta(days=1))
        assert OfficialLetter.objects.count() == 4

    def test_names_each_case_with_its_time(self, mo, case):
        alarming.send_list(MORNING)

        letter = OfficialLetter.objects.get()
        assert letter.subject == "Open cases: 1, overdue: 1"
        assert f"Case {case.pk}: Child sexual abuse or grooming\nWaiting for" in letter.text
        assert "overdue by" in letter.text

    def test_waits_for_the_morning_and_for_something_to_do(self, mo, asha):
        alarming.send_list(MORNING)
        make_case(make_reply(author=asha))
        alarming.send_list(MORNING - timedelta(hours=2))

        assert not OfficialLetter.objects.exists()
