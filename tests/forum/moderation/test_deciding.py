"""Decisions: what each does, who may make it, and what undoing it brings back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding
from forum.models import Attachment, Discussion
from forum.moderation import deciding
from forum.moderation.errors import (
    CannotBeDone,
    ConflictOfInterest,
    DecidedAlready,
    NoGround,
    TooLateToUndo,
)
from forum.moderation.grounds import Ground
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, AuditEntry, Case, Decision, Part, State
from members import avatars
from members.models import Member
from tests.factories import make_category, make_discussion, make_reply
from tests.forum.moderation.reported import RUDE, decide, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(asha):
    return make_reply(author=asha)


def attach_picture(reply) -> Attachment:
    return Attachment.objects.create(
        kind=Attachment.Kind.PICTURE, name="fox.webp", size=9, owner=reply.author, reply=reply
    )


class TestDecide:
    def test_hides_a_reply_and_closes_the_case(self, mo, reply):
        case = make_case(reply)

        decision = decide(case, Action.HIDE, by=mo)

        reply.refresh_from_db()
        case.refresh_from_db()
        assert reply.is_hidden
        assert reply.hidden_reason == "Rule 2"
        assert (case.state, case.closed_at) == (State.CLOSED, decision.made_at)
        assert (decision.member, decision.rule_text) == (reply.author, "Be kind.")

    def test_leaves_an_entry_in_the_audit_log(self, mo, reply):
        decision = decide(make_case(reply), Action.HIDE, by=mo, note="Read it twice.")

        entry = AuditEntry.objects.get(act="decide: hide")
        assert (entry.actor_key, entry.target_key) == (mo.pk, str(decision.pk))
        assert entry.detail.reason == "Read it twice."

    def test_takes_down_the_picture_and_leaves_the_words(self, mo, reply):
        picture = attach_picture(reply)

        decide(make_case(picture), Action.REMOVE_PICTURE, by=mo)

        assert not Attachment.objects.visible_to(reply.discussion.author).exists()
        reply.refresh_from_db()
        assert reply.is_shown

    def test_restores_what_reports_alone_had_hidden_where_nothing_is_wrong(self, mo, reply):
        hiding.hide_reply(reply, by=mo)
        case = make_case(reply)
        Case.objects.filter(pk=case.pk).update(hidden_at=timezone.now())

        decision = decide(case, Action.NOTHING, by=mo)
        reply.refresh_from_db()
        assert reply.is_shown

        deciding.undo(decision, by=mo)
        reply.refresh_from_db()
        assert reply.is_hidden

    def test_keeps_a_case_that_goes_to_the_police_from_being_deleted(self, mo, reply):
        case = make_case(reply, kind=Kind.THREAT)

        decide(case, Action.REFER, by=mo)

        case.refresh_from_db()
        assert case.held_at

    @pytest.mark.parametrize(
        ("ground", "note"), [(Ground(), "Read it."), (RUDE, ""), (RUDE, "  \n")]
    )
    def test_wants_a_ground_and_a_note(self, mo, reply, ground, note):
        case = make_case(reply)

        with pytest.raises(NoGround):
            decide(case, Action.HIDE, by=mo, ground=ground, note=note)

        reply.refresh_from_db()
        case.refresh_from_db()
        assert reply.is_shown
        assert case.is_open

    def test_does_nothing_that_cannot_be_done_to_such_a_thing(self, mo, reply):
        with pytest.raises(CannotBeDone):
            decide(make_case(reply), Action.CLOSE, by=mo)

    def test_leaves_everything_as_it_was_where_a_verb_refuses(self, mo, owner):
        reply = make_reply(author=owner)
        case = make_case(reply)

        with pytest.raises(Exception, match="owner"):
            decide(case, Action.BAN, by=mo)

        case.refresh_from_db()
        assert case.is_open
        assert not Decision.objects.exists()


class TestWhoDecides:
    def test_no_member_does(self, ben, reply):
        with pytest.raises(ConflictOfInterest):
            decide(make_case(reply), Action.HIDE, by=ben)

    def test_a_moderator_does_not_decide_about_what_they_wrote(self, mo, owner):
        case = make_case(make_reply(author=mo))

        with pytest.raises(ConflictOfInterest):
            decide(case, Action.NOTHING, by=mo)

        assert decide(case, Action.NOTHING, by=owner)

    def test_the_only_one_does_and_it_is_said(self, mo):
        decision = decide(make_case(make_reply(author=mo)), Action.NOTHING, by=mo)

        assert decision.is_conflict_declared

    def test_one_who_is_suspended_is_no_other(self, mo, owner):
        Member.objects.filter(pk=owner.pk).update(suspended_at=timezone.now())

        assert decide(make_case(make_reply(author=mo)), Action.NOTHING, by=mo).is_conflict_declared

    def test_an_appeal_is_not_decided_by_whoever_decided_before(self, mo, owner, reply):
        appeal = appeal_against(decide(make_case(reply), Action.HIDE, by=mo))

        with pytest.raises(ConflictOfInterest):
            decide(appeal, Action.REVERSE, by=mo)

        decide(appeal, Action.REVERSE, by=owner)
        reply.refresh_from_db()
        assert reply.is_shown

    def test_whoever_read_an_older_case_is_told_who_decided(self, mo, owner, reply):
        case = make_case(reply)
        read_before = case.version
        decide(case, Action.HIDE, by=mo)

        with pytest.raises(DecidedAlready, match="Mo Tarrant has decided"):
            deciding.decide(
                case, action=Action.NOTHING, by=owner, version=read_before, ground=RUDE, note="No."
            )

        assert Decision.objects.count() == 1


def appeal_against(decision: Decision) -> Case:
    assert decision.member
    appeal = make_case(decision.member, kind=Kind.APPEAL)
    appeal.appeal_against = decision
    appeal.save()
    return appeal


def state_of(reply) -> list[object]:
    """Every number that hiding touches."""
    rows = [
        Discussion.objects.filter(pk=reply.discussion_id),
        type(reply).objects.filter(discussion=reply.discussion_id).order_by("pk"),
        Member.objects.filter(pk=reply.author_id),
    ]
    return [list(each.values()) for each in rows]


class TestUndo:
    @pytest.mark.parametrize(
        "action",
        [Action.HIDE, Action.WARN, Action.RESTRICT, Action.SUSPEND, Action.BAN],
    )
    def test_brings_back_exactly_what_was(self, mo, reply, action):
        before = state_of(reply)
        case = make_case(reply)
        decision = decide(case, action, by=mo, until=timezone.now() + timedelta(days=7))

        deciding.undo(decision, by=mo)

        assert state_of(reply) == before
        case.refresh_from_db()
        decision.refresh_from_db()
        assert case.state == State.IN_REVIEW
        assert decision.undone_by == mo

    @pytest.mark.parametrize("action", [Action.HIDE, Action.CLOSE, Action.MOVE])
    def test_brings_back_a_discussion(self, mo, asha, action):
        reply = make_reply(discussion=make_discussion(author=asha))
        before = state_of(reply)
        decision = decide(make_case(reply.discussion), action, by=mo, to=make_category())
        assert state_of(reply) != before

        deciding.undo(decision, by=mo)

        assert state_of(reply) == before

    def test_brings_back_a_portrait_and_until_then_says_it_is_gone(
        self, mo, asha, client, media_root
    ):
        avatars.keep(member=asha, drawn={96: b"RIFF", 512: b"RIFF"})
        address = asha.avatar_url
        decision = decide(make_case(asha, part=Part.AVATAR), Action.REMOVE_PICTURE, by=mo)
        asha.refresh_from_db()
        assert asha.avatar_url == ""
        assert client.get(address).status_code == 410

        deciding.undo(decision, by=mo)

        asha.refresh_from_db()
        assert asha.avatar_url == address
        assert client.get(address).getvalue() == b"RIFF"

    def test_brings_back_a_picture(self, mo, reply):
        picture = attach_picture(reply)
        decision = decide(make_case(picture), Action.REMOVE_PICTURE, by=mo)

        deciding.undo(decision, by=mo)

        assert Attachment.objects.visible_to(reply.discussion.author).get() == picture

    def test_leaves_hidden_what_was_hidden_before(self, mo, reply):
        hiding.hide_reply(reply, by=mo)
        decision = decide(make_case(reply), Action.HIDE, by=mo)

        deciding.undo(decision, by=mo)

        reply.refresh_from_db()
        assert reply.is_hidden

    def test_can_be_done_twice(self, mo, reply):
        decision = decide(make_case(reply), Action.HIDE, by=mo)

        deciding.undo(decision, by=mo)
        deciding.undo(decision, by=mo)

        assert AuditEntry.objects.filter(act="undo: hide").count() == 1

    def test_is_followed_by_another_decision(self, mo, reply):
        case = make_case(reply)
        deciding.undo(decide(case, Action.HIDE, by=mo), by=mo)

        decide(case, Action.NOTHING, by=mo)

        assert case.decisions.in_force().get().action == Action.NOTHING

    def test_can_be_done_for_seven_days(self, mo, reply):
        decision = decide(make_case(reply), Action.HIDE, by=mo)
        Decision.objects.update(made_at=timezone.now() - timedelta(days=7, minutes=1))

        with pytest.raises(TooLateToUndo):
            deciding.undo(decision, by=mo)

    def test_is_for_others_to_do_where_it_is_about_oneself(self, mo, owner):
        decision = decide(make_case(make_reply(author=mo)), Action.HIDE, by=owner)

        with pytest.raises(ConflictOfInterest):
            deciding.undo(decision, by=mo)
