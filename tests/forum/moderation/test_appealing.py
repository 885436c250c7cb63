"""Appeals: each side once, within six months, and decided as other cases are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation import appealing, deadlines, deciding
from forum.moderation.errors import (
    AppealedAlready,
    CannotBeDone,
    ConflictOfInterest,
    NothingToAppeal,
    TooLateToAppeal,
)
from forum.moderation.kinds import Kind, Priority
from forum.moderation.models import (
    Action,
    Case,
    Decision,
    OfficialLetter,
    Report,
    Side,
    State,
)
from tests.factories import make_category, make_discussion, make_member, make_reply
from tests.forum.moderation.reported import add_report, decide, make_case

pytestmark = pytest.mark.django_db

WORDS = "He had said so himself, in the Ham & High."


@pytest.fixture
def reply(ben):
    return make_reply(author=ben, body="He is a crook.")


@pytest.fixture
def report(reply):
    case = make_case(reply, reports=0)
    return add_report(case, email="neighbour@example.org")


@pytest.fixture
def decision(report, mo) -> Decision:
    return decide(report.case, Action.HIDE, by=mo)


def appeal_of(said: Report) -> Case:
    return Case.objects.with_subject().get(pk=said.case_id)


class TestAppealing:
    def test_opens_a_case_in_the_queue(self, decision, ben):
        case = appeal_of(appealing.appeal_as_author(decision, words=WORDS))
        assert (case.kind, case.state, case.appeal_against) == (
            Kind.APPEAL,
            State.RECEIVED,
            decision,
        )
        assert (case.appeal_side, case.member, case.report_count) == (Side.AUTHOR, ben, 1)
        assert case.reports.get().words == WORDS
        due = deadlines.after_working_hours(case.opened_at, 5 * 24)
        assert case.decide_by == due

    def test_is_for_each_side_once(self, decision, report):
        appealing.appeal_as_author(decision, words=WORDS)
        appealing.appeal_as_reporter(report, words=WORDS)
        with pytest.raises(AppealedAlready):
            appealing.appeal_as_author(decision, words=WORDS)
        with pytest.raises(AppealedAlready):
            appealing.appeal_as_reporter(report, words=WORDS)
        assert decision.appeals.count() == 2

    def test_is_joined_by_other_reporters_while_it_is_open(self, report, mo):
        other = add_report(report.case, email="other@example.org")
        decision = decide(report.case, Action.NOTHING, by=mo)
        first = appealing.appeal_as_reporter(report, words=WORDS)
        second = appealing.appeal_as_reporter(other, words=WORDS)
        assert first.case == second.case == decision.appeals.get()
        assert appeal_of(first).report_count == 2

    def test_is_not_joined_once_it_is_decided(self, report, mo, owner):
        other = add_report(report.case, email="other@example.org")
        decide(report.case, Action.NOTHING, by=mo)
        said = appealing.appeal_as_reporter(report, words=WORDS)
        decide(said.case, Action.UPHOLD, by=owner)
        with pytest.raises(AppealedAlready):
            appealing.appeal_as_reporter(other, words=WORDS)

    def test_is_possible_to_the_end_of_the_day_six_months_on(self, decision, monkeypatch):
        end = deadlines.end_of_appeals(decision.made_at)
        monkeypatch.setattr(timezone, "now", lambda: end)
        with pytest.raises(TooLateToAppeal):
            appealing.appeal_as_author(decision, words=WORDS)
        monkeypatch.setattr(timezone, "now", lambda: end - timedelta(seconds=1))
        appealing.appeal_as_author(decision, words=WORDS)

    def test_needs_a_decision_that_stands(self, decision, report, mo):
        deciding.undo(decision, by=mo)
        with pytest.raises(NothingToAppeal):
            appealing.appeal_as_author(decision, words=WORDS)
        with pytest.raises(NothingToAppeal):
            appealing.appeal_as_reporter(report, words=WORDS)

    def test_is_no_case_that_further_reports_are_added_to(self, decision, ben, reply):
        case = appeal_of(appealing.appeal_as_author(decision, words=WORDS))
        assert case not in Case.objects.about(case.part, ben, "")


class TestOrder:
    def test_those_who_reported_an_intimate_image_come_before_all_others(self, reply, mo):
        """Safety L-36: twenty appeals, and theirs is the first whenever it came."""
        said = []
        for number in range(20):
            kind = Kind.INTIMATE if number == 17 else Kind.HATE
            report = add_report(
                make_case(make_reply(), kind=kind, reports=0), email="a@example.org"
            )
            decide(report.case, Action.NOTHING, by=mo)
            said.append(appealing.appeal_as_reporter(report, words=WORDS))
        appeals = Case.objects.filter(kind=Kind.APPEAL).most_urgent_first()
        assert appeals.first() == said[17].case
        assert said[17].case.priority == Priority.URGENT
        assert said[17].case.decide_by - said[17].case.opened_at == timedelta(hours=48)

    def test_the_author_s_appeal_waits_its_turn(self, reply, mo):
        case = make_case(reply, kind=Kind.INTIMATE)
        decision = decide(case, Action.HIDE, by=mo)
        said = appealing.appeal_as_author(decision, words=WORDS)
        assert said.case.priority == Priority.MIDDLE


class TestWhoDecides:
    def test_is_not_whoever_decided_at_first(self, decision, mo, owner):
        said = appealing.appeal_as_author(decision, words=WORDS)
        with pytest.raises(ConflictOfInterest):
            decide(said.case, Action.UPHOLD, by=mo)

    def test_is_not_whoever_it_was_about(self, mo, owner):
        report = add_report(make_case(make_reply(author=mo), reports=0), email="a@example.org")
        decide(report.case, Action.NOTHING, by=owner)
        said = appealing.appeal_as_reporter(report, words=WORDS)
        make_member(role="moderator")
        with pytest.raises(ConflictOfInterest):
            decide(said.case, Action.UPHOLD, by=mo)
        assert said.case not in Case.objects.not_of(mo)

    def test_is_the_same_person_where_there_is_nobody_else_and_says_so(self, decision, mo, ben):
        said = appealing.appeal_as_author(decision, words=WORDS)
        verdict = decide(said.case, Action.UPHOLD, by=mo)
        assert verdict.is_conflict_declared
        assert "There was nobody else here" in verdict.statement


class TestTheVerdict:
    def test_that_it_stands_is_told_to_both_sides(self, decision, report, ben, owner):
        OfficialLetter.objects.all().delete()
        said = appealing.appeal_as_author(decision, words=WORDS)
        decide(said.case, Action.UPHOLD, by=owner, reasons="The paper did not say so.")
        author = OfficialLetter.objects.get(member=ben).text
        reporter = OfficialLetter.objects.get(email="neighbour@example.org").text
        for text in (author, reporter):
            assert "the decision stands" in text
            assert "Somebody else than at first has looked at it." in text
        assert "The paper did not say so." in author
        assert "Ben" not in reporter

    def test_that_it_was_wrong_puts_everything_back(self, decision, reply, owner, ben, client):
        said = appealing.appeal_as_author(decision, words=WORDS)
        assert "He is a crook." not in client.get(reply.discussion.get_absolute_url()).text
        OfficialLetter.objects.all().delete()
        decide(said.case, Action.REVERSE, by=owner)
        assert "He is a crook." in client.get(reply.discussion.get_absolute_url()).text
        assert "It has been undone." in OfficialLetter.objects.get(member=ben).text
        decision.refresh_from_db()
        assert decision.undone_by == owner

    def test_that_something_should_have_been_done_opens_the_case_again(self, report, mo, owner):
        decide(report.case, Action.NOTHING, by=mo)
        said = appealing.appeal_as_reporter(report, words=WORDS)
        decide(said.case, Action.REVERSE, by=owner)
        assert decide(report.case, Action.HIDE, by=owner).case == report.case

    def test_that_something_else_is_right_leaves_room_for_it(self, decision, reply, report, owner):
        said = appealing.appeal_as_author(decision, words=WORDS)
        decide(said.case, Action.VARY, by=owner)
        reply.refresh_from_db()
        assert reply.is_shown
        assert decide(report.case, Action.WARN, by=owner).action == Action.WARN

    def test_undone_hides_again_exactly_what_was_hidden(
        self, decision, reply, report, ben, owner, client
    ):
        address = reply.discussion.get_absolute_url()
        hidden = client.get(address).text
        verdict = decide(
            appealing.appeal_as_author(decision, words=WORDS).case, Action.REVERSE, by=owner
        )
        assert client.get(address).text != hidden

        appeal = deciding.undo(verdict, by=owner)

        assert client.get(address).text == hidden
        assert report.case.decisions.in_force().get() == decision
        assert appeal.state == State.IN_REVIEW
        for letter in OfficialLetter.objects.filter(key__startswith="verdict_undone"):
            assert "Until then the decision holds" in letter.text
        assert OfficialLetter.objects.filter(key__startswith="verdict_undone").count() == 2

        deciding.undo(decision, by=owner)
        reply.refresh_from_db()
        assert reply.is_shown

    def test_undone_closes_the_case_that_it_had_opened(self, decision, report, owner):
        verdict = decide(
            appealing.appeal_as_author(decision, words=WORDS).case, Action.VARY, by=owner
        )

        deciding.undo(verdict, by=owner)

        report.case.refresh_from_db()
        assert report.case.state == State.CLOSED

    def test_undone_moves_again_what_was_moved(self, mo, owner, ben):
        discussion, elsewhere = make_discussion(author=ben), make_category()
        moved = decide(make_case(discussion), Action.MOVE, by=mo, to=elsewhere)
        verdict = decide(
            appealing.appeal_as_author(moved, words=WORDS).case, Action.REVERSE, by=owner
        )

        deciding.undo(verdict, by=owner)

        discussion.refresh_from_db()
        assert discussion.category == elsewhere

    def test_is_not_undone_over_another_decision(self, decision, report, owner):
        verdict = decide(
            appealing.appeal_as_author(decision, words=WORDS).case, Action.VARY, by=owner
        )
        decide(report.case, Action.WARN, by=owner)

        with pytest.raises(CannotBeDone):
            deciding.undo(verdict, by=owner)

    def test_undone_does_not_bring_back_a_sanction_that_is_over(
        self, mo, owner, ben, reply, monkeypatch
    ):
        tomorrow = timezone.now() + timedelta(days=1)
        case = make_case(reply)
        restricted = decide(case, Action.RESTRICT, by=mo, until=tomorrow)
        verdict = decide(
            appealing.appeal_as_author(restricted, words=WORDS).case, Action.REVERSE, by=owner
        )
        monkeypatch.setattr(timezone, "now", lambda: tomorrow)

        deciding.undo(verdict, by=owner)

        ben.refresh_from_db()
        assert not ben.is_restricted

    def test_is_no_decision_about_the_author_of_its_own(self, decision, ben, owner):
        said = appealing.appeal_as_author(decision, words=WORDS)
        decide(said.case, Action.UPHOLD, by=owner)
        assert list(Decision.objects.about(ben)) == [decision]

    def test_tells_no_reporter_s_words_or_name_to_the_author(self, report, mo, ben, owner):
        decide(report.case, Action.HIDE, by=mo)
        OfficialLetter.objects.all().delete()
        said = appealing.appeal_as_reporter(report, words="Zola wants more.")
        decide(said.case, Action.UPHOLD, by=owner)
        text = OfficialLetter.objects.get(member=ben).text
        assert "Zola" not in text
        assert "neighbour@" not in text
