"""A year in figures: the same as counted from the rows by hand, and nobody can be told apart."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.moderation import transparency
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, Part, Report, Side, State
from members.models import Member
from tests.factories import make_member

pytestmark = pytest.mark.django_db

SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


def make_case(
    number: int,
    *,
    kind: Kind = Kind.RULES,
    reporter: Member | None = None,
    opened_at: datetime = SUMMER,
    hours: int = 1,
    action: Action = Action.HIDE,
) -> Case:
    case = Case(part=Part.PAGE, address="/about", opened_at=opened_at, state=State.DECIDED)
    case.set_kind(kind, since=opened_at)
    case.first_seen_at = opened_at + timedelta(hours=hours)
    case.decided_at = opened_at + timedelta(hours=2 * hours)
    case.save()
    Decision.objects.create(case=case, action=action, made_at=case.decided_at)
    Report.objects.create(
        case=case,
        reference=f"R-{number}",
        kind=kind,
        words="Rude",
        reporter=reporter,
        received_at=opened_at,
    )
    return case


class TestFigures:
    def test_they_are_what_the_rows_come_to(self):
        asha = make_member()
        for number in range(10):
            make_case(number, hours=number + 1, reporter=asha if number < 7 else None)

        year = transparency.figures(2026)

        assert year.report_count == "10"
        assert list(year.reports) == [(Kind.RULES.label, "7", "<5")]
        assert str(year.until_seen) == "half within 5 hours, nine in ten within 9 hours"
        assert str(year.until_decided) == "half within 10 hours, nine in ten within 18 hours"
        assert year.share_in_time == 100
        assert list(year.actions) == [(Action.HIDE.label, "10")]

    def test_appeals_are_counted_with_the_share_that_changed_something(self):
        for number in range(5):
            action = Action.REVERSE if number < 2 else Action.UPHOLD
            make_case(number, kind=Kind.APPEAL, action=action)

        year = transparency.figures(2026)

        assert year.appeals == "5"
        assert year.share_reversed == 40

    def test_what_came_late_counts_as_late(self):
        for number in range(8):
            make_case(number, kind=Kind.DANGER, hours=1 if number < 6 else 100)

        assert transparency.figures(2026).share_in_time == 75

    @pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5")])
    def test_fewer_than_five_are_not_told_apart(self, count, shown):
        assert transparency.shown(count) == shown

    def test_of_fewer_than_five_no_time_is_told(self):
        make_case(1)

        assert str(transparency.figures(2026).until_seen) == "too few to tell"

    def test_a_year_ends_in_london(self):
        make_case(1, opened_at=datetime(2025, 12, 31, 23, 59, tzinfo=UTC))

        assert transparency.figures(2026).report_count == "0"
        assert transparency.figures(2025).report_count == "<5"


class TestDecisionsThatWereUndone:
    """One press takes a mistake back, and it is decided again: that is one decision."""

    def decide_again(self, case: Case, action: Action, *, undone_after: timedelta) -> Decision:
        first = case.decisions.get()
        first.undone_at = first.made_at + undone_after
        first.save()
        return Decision.objects.create(case=case, action=action, made_at=first.undone_at)

    def test_a_verdict_that_was_made_again_counts_once(self):
        for number in range(5):
            case = make_case(number, kind=Kind.APPEAL, action=Action.REVERSE)
            self.decide_again(case, Action.UPHOLD, undone_after=timedelta(hours=1))

        assert transparency.figures(2026).share_reversed == 0

    def test_so_does_a_decision(self):
        for number in range(5):
            case = make_case(number)
            self.decide_again(case, Action.HIDE, undone_after=timedelta(days=6))

        assert transparency.figures(2026).actions == [(Action.HIDE.label, "5")]

    def test_what_held_for_longer_was_decided(self):
        for number in range(5):
            self.decide_again(make_case(number), Action.BAN, undone_after=timedelta(days=8))

        assert (Action.HIDE.label, "5") in transparency.figures(2026).actions

    def test_so_was_what_an_appeal_has_undone(self):
        for number in range(5):
            case = make_case(number)
            case.decisions.update(undone_at=SUMMER + timedelta(days=1))
            appeal = make_case(number + 100, kind=Kind.APPEAL, action=Action.REVERSE)
            appeal.appeal_against, appeal.appeal_side = case.decisions.get(), Side.AUTHOR
            appeal.save()

        assert transparency.figures(2026).actions == [(Action.HIDE.label, "5")]


class TestPages:
    def test_before_the_first_report_there_is_nothing_to_tell(self, client):
        assert "Nothing has been reported yet." in client.get("/transparency").text

    def test_each_year_has_a_page(self, client):
        make_case(1, opened_at=timezone.now())
        year = timezone.localdate().year

        assert f"/transparency/{year}" in client.get("/transparency").text
        assert "Reports by kind" in client.get(f"/transparency/{year}").text

    def test_a_year_without_any_is_not_found(self, client):
        make_case(1)

        assert client.get("/transparency/1999").status_code == 404
        assert client.get(reverse("moderation:transparency_year", args=[99999])).status_code == 404

    @pytest.mark.parametrize("count", [3, 30])
    def test_a_page_asks_the_same_number_of_questions(self, count, django_assert_num_queries):
        for number in range(count):
            make_case(number)

        with django_assert_num_queries(4):
            transparency.figures(2026)
