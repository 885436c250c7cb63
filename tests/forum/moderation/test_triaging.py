"""What happens to a case before it is decided."""

import pytest
from django.utils import timezone

from forum.moderation import appealing, triaging
from forum.moderation.errors import CannotBeDone, ConflictOfInterest
from forum.moderation.kinds import Kind
from forum.moderation.models import WAITING, Action, AuditEntry, Case, LegalNotice, State
from tests.factories import make_reply
from tests.forum.moderation.reported import decide, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(asha):
    return make_reply(author=asha)


class TestBeforeADecision:
    def test_a_case_is_seen_once(self, mo, owner, reply):
        case = make_case(reply)

        seen = triaging.look(case, by=mo)
        again = triaging.look(case, by=owner)

        assert (seen.state, again.first_seen_at) == (State.TRIAGED, seen.first_seen_at)
        assert AuditEntry.objects.filter(act="see case").count() == 1

    def test_whoever_claims_it_has_it_in_hand_until_they_release_it(self, mo, reply):
        case = make_case(reply)

        case = triaging.claim(case, by=mo, version=case.version)
        assert (case.state, case.claimed_by) == (State.IN_REVIEW, mo)

        assert triaging.release(case, by=mo, version=case.version).claimed_by is None

    @pytest.mark.parametrize("state", WAITING)
    def test_it_can_wait_and_be_decided_after(self, mo, reply, state):
        case = make_case(reply)

        case = triaging.put_off(case, state=state, by=mo, version=case.version)
        assert case.state == state

        decide(case, Action.HIDE, by=mo)
        case.refresh_from_db()
        assert case.state == State.CLOSED

    def test_joined_to_another_it_brings_its_reports_and_its_urgency(self, mo, reply):
        case = make_case(reply, kind=Kind.THREAT, reports=2)
        other = make_case(reply.discussion)

        other = triaging.join(case, to=other, by=mo, version=case.version)

        case.refresh_from_db()
        assert case.state == State.DUPLICATE
        assert (other.report_count, other.reports.count(), other.kind) == (3, 3, Kind.THREAT)

    def test_it_is_not_joined_to_itself_or_to_what_is_over(self, mo, reply):
        case, over = make_case(reply), make_case(reply.discussion)
        decide(over, Action.NOTHING, by=mo)

        for other in (case, over):
            with pytest.raises(CannotBeDone):
                triaging.join(case, to=other, by=mo, version=case.version)

    def test_joined_to_another_it_stays_under_its_hold(self, mo, reply):
        case, other = make_case(reply), make_case(reply.discussion)
        triaging.hold(case, by=mo, reason="The police have asked.")

        other = triaging.join(case, to=other, by=mo, version=case.version)

        other.refresh_from_db()
        assert other.held_at
        assert other.snapshots.count() == 2

    def test_an_appeal_is_joined_to_nothing(self, mo, owner, asha, reply):
        decision = decide(make_case(reply), Action.HIDE, by=owner)
        appeal = appealing.appeal_as_author(decision, words="It was no such thing.").case
        other = make_case(reply.discussion)

        for case, to in ((appeal, other), (other, appeal)):
            with pytest.raises(CannotBeDone, match="appeal"):
                triaging.join(case, to=to, by=mo, version=case.version)

    def test_nor_is_a_legal_notice_whose_clock_would_take_down_something_else(self, mo, reply):
        case, other = make_case(reply), make_case(reply.discussion)
        LegalNotice.objects.create(report=case.reports.get())

        with pytest.raises(CannotBeDone, match="clocks"):
            triaging.join(case, to=other, by=mo, version=case.version)

    def test_nor_what_is_hidden_until_it_is_decided(self, mo, reply):
        case, other = make_case(reply), make_case(reply.discussion)
        Case.objects.filter(pk=case.pk).update(hidden_at=timezone.now())

        with pytest.raises(CannotBeDone, match="decide it first"):
            triaging.join(case, to=other, by=mo, version=case.version)

    def test_a_hold_is_set_by_moderators_and_ended_by_the_owner(self, mo, owner, reply):
        case = make_case(reply)
        triaging.hold(case, by=mo, reason="The police have asked.")
        case.refresh_from_db()
        assert case.held_at

        with pytest.raises(ConflictOfInterest):
            triaging.end_hold(case, by=mo, reason="Over.")

        triaging.end_hold(case, by=owner, reason="Over.")
        case.refresh_from_db()
        assert not case.held_at
