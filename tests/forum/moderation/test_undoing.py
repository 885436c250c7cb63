"""Whatever is decided, in a case or by hand in the admin, can be undone from the queue exactly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import closing, counting, hiding
from forum.models import Attachment, Discussion, Reply
from forum.moderation import proposing
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Decision, Part
from members import avatars, describing, suspending
from members.models import Member
from tests.factories import make_category, make_discussion, make_reply
from tests.forum.moderation.reported import RUDE, decide, make_case
from tests.forum.moderation.secluded import show_picture
from tests.members.admin.test_members import just_proved_who_they_are

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def reply(asha, media):
    """Asha's, with a picture, in a discussion of hers; she has a portrait, and says who she is."""
    describing.describe(member=asha, name=asha.name, area="Wightman Road", about="I count foxes.")
    asha.refresh_from_db()
    avatars.keep(member=asha, drawn={96: b"RIFF", 512: b"RIFF"})
    asha.refresh_from_db()
    reply = make_reply(discussion=make_discussion(author=asha), author=asha)
    return show_picture(reply)


@pytest.fixture
def sure_mo(mo, mo_client):
    return just_proved_who_they_are(mo_client, mo)


def thing_of(reply, noun):
    """What of Asha's is meant: her reply, her discussion, the picture in her reply, or herself."""
    of_reply = {"reply": reply, "discussion": reply.discussion}
    return of_reply.get(noun) or (reply.attachments.get() if noun == "picture" else reply.author)


def state_of(reply):
    """All that a decision could touch: every column of what is Asha's, and of herself."""
    rows = [
        Discussion.objects.filter(pk=reply.discussion_id),
        Reply.objects.filter(discussion=reply.discussion_id).order_by("pk"),
        Attachment.objects.order_by("pk"),
        Member.objects.filter(pk=reply.author_id),
    ]
    return [list(each.values()) for each in rows]


def undo(client, action):
    decision = Decision.objects.in_force().get(action=action)
    answer = client.post(f"/admin/queue/undo/{decision.pk}/", follow=True)
    assert "Undone. Everything is as it was before" in answer.text


# What is decided about what of Asha's, where it is reported as which part.
IN_A_CASE = [
    (Action.NOTHING, "reply", ""),
    (Action.HIDE, "reply", ""),
    (Action.HIDE, "discussion", ""),
    (Action.REMOVE_PICTURE, "picture", ""),
    (Action.REMOVE_PICTURE, "reply", ""),
    (Action.REMOVE_PICTURE, "asha", Part.AVATAR),
    (Action.REMOVE_PICTURE, "asha", Part.PROFILE),
    (Action.HIDE_PROFILE, "asha", Part.PROFILE),
    (Action.HIDE_NAME, "asha", Part.PROFILE),
    (Action.CLOSE, "discussion", ""),
    (Action.MOVE, "discussion", ""),
    (Action.WARN, "reply", ""),
    (Action.RESTRICT, "reply", ""),
    (Action.SUSPEND, "reply", ""),
    (Action.BAN, "reply", ""),
    (Action.REFER, "reply", ""),
]
BY_HAND = [
    (Action.HIDE, "reply", "hide", {"reason": "Rude."}),
    (Action.HIDE, "discussion", "hide", {"reason": "Rude."}),
    (Action.CLOSE, "discussion", "close", {}),
    (Action.REMOVE_PICTURE, "asha", "remove_picture", {}),
    (Action.RESTRICT, "asha", "restrict", {"reason": "Rude.", "days": 7}),
    (Action.SUSPEND, "asha", "suspend", {"reason": "Rude.", "days": 7}),
    (Action.SUSPEND, "asha", "suspend", {"reason": "Rude.", "days": ""}),
    (Action.BAN, "asha", "ban", {"reason": "Rude."}),
]


def hold(written):
    """As it is while it waits for a moderator, having been posted so."""
    written.hold("Its author is new.", now=timezone.now())
    written.save()
    if isinstance(written, Reply):
        counting.settle_places(written.discussion)
        counting.settle_discussion(written.discussion)
    counting.settle_member(written.author)
    return written


def do_by_hand(client, thing, action, answer):
    noun = {Reply: "forum/reply", Discussion: "forum/discussion"}.get(type(thing), "members/member")
    data = {"action": action, "_selected_action": [thing.pk], **answer}
    client.post(f"/admin/{noun}/", data | ({"answered": "yes"} if answer else {}))


def do_already(thing, action, by):
    """The same, done before without a decision: by reports, a clock or a command."""
    doings = {
        (Action.HIDE, Reply): lambda: hiding.hide_reply(thing, by=None, reason="Reported."),
        (Action.HIDE, Discussion): lambda: hiding.hide_discussion(thing, by=None, reason="So."),
        (Action.CLOSE, Discussion): lambda: closing.close(thing, by=by),
        (Action.REMOVE_PICTURE, Member): lambda: avatars.hide(member=thing, by=None),
        (Action.RESTRICT, Member): lambda: suspending.restrict(
            thing, until=timezone.now() + DAY, by=by
        ),
        (Action.SUSPEND, Member): lambda: suspending.suspend(
            thing, until=timezone.now() + DAY, by=by
        ),
        (Action.BAN, Member): lambda: suspending.ban(thing, by=by),
    }
    doings[action, type(thing)]()


class TestInACase:
    @pytest.mark.parametrize(("action", "noun", "part"), IN_A_CASE)
    def test_everything_is_as_it_was(self, sure_mo, mo, reply, action, noun, part):
        before = state_of(reply)
        told = {"until": timezone.now() + 7 * DAY, "to": make_category()}
        decide(make_case(thing_of(reply, noun), part=part), action, by=mo, **told)

        undo(sure_mo, action)

        assert state_of(reply) == before

    def test_so_are_words_that_were_changed_with_their_author_s_consent(self, sure_mo, mo, asha):
        reply = make_reply(author=asha)
        before = state_of(reply)
        case = make_case(reply)
        proposal = proposing.propose(
            case,
            kind="words",
            text="They were two.",
            ground=RUDE,
            reasons="So it was.",
            note="Rang her.",
            by=mo,
            version=case.version,
        )
        proposing.answer(proposal, agrees=True)
        assert state_of(reply) != before

        undo(sure_mo, Action.EDIT)

        assert state_of(reply) == before

    @pytest.mark.parametrize("verdict", [Action.REVERSE, Action.VARY])
    def test_so_is_a_decision_that_an_appeal_had_undone(self, client_of, owner, mo, reply, verdict):
        appealed = decide(make_case(reply), Action.HIDE, by=mo)
        before = state_of(reply)
        decide(appeal_against(appealed), verdict, by=owner)
        assert state_of(reply) != before

        undo(just_proved_who_they_are(client_of(owner), owner), verdict)

        after = state_of(reply)
        reply.refresh_from_db()
        assert reply.is_hidden
        assert without_moments(after) == without_moments(before)

    def test_no_decision_is_left_out(self):
        tried = {action for action, *_ in IN_A_CASE}
        elsewhere = {Action.EDIT, Action.UPHOLD, Action.REVERSE, Action.VARY}
        assert tried | elsewhere == set(Action)


def appeal_against(decision):
    appeal = make_case(decision.member, kind=Kind.APPEAL)
    appeal.appeal_against = decision
    appeal.save()
    return appeal


def without_moments(rows):
    return [[{k: v for k, v in row.items() if k != "hidden_at"} for row in each] for each in rows]


class TestByHand:
    @pytest.mark.parametrize(("action", "noun", "verb", "answer"), BY_HAND)
    def test_everything_is_as_it_was(self, sure_mo, reply, action, noun, verb, answer):
        before = state_of(reply)
        do_by_hand(sure_mo, thing_of(reply, noun), verb, answer)
        assert state_of(reply) != before

        undo(sure_mo, action)

        assert state_of(reply) == before

    @pytest.mark.parametrize(("action", "noun", "verb", "answer"), BY_HAND)
    def test_what_had_held_before_holds_again(self, sure_mo, mo, reply, action, noun, verb, answer):
        thing = thing_of(reply, noun)
        do_already(thing, action, mo)
        before = state_of(reply)
        do_by_hand(sure_mo, thing, verb, answer)

        undo(sure_mo, action)

        assert state_of(reply) == before

    def test_a_move_too(self, sure_mo, reply):
        before = state_of(reply)
        answer = {"category": make_category().pk, "reason": "It is about foxes."}
        do_by_hand(sure_mo, reply.discussion, "move", answer)

        undo(sure_mo, Action.MOVE)

        assert state_of(reply) == before

    @pytest.mark.parametrize("noun", ["reply", "discussion"])
    def test_what_was_refused_waits_again(self, sure_mo, reply, noun):
        held = hold(thing_of(reply, noun))
        before = state_of(reply)
        do_by_hand(sure_mo, held, "hide", {"reason": "Rude."})

        undo(sure_mo, Action.HIDE)

        assert state_of(reply) == before


class TestSanctionsByHandAgain:
    """Each is a decision of its own, which its member is told of (safety L-46)."""

    @pytest.mark.parametrize("verb", ["restrict", "suspend"])
    def test_a_longer_one_is_another(self, sure_mo, asha, verb):
        do_by_hand(sure_mo, asha, verb, {"reason": "Rude.", "days": 7})
        asha.refresh_from_db()
        before = Member.objects.filter(pk=asha.pk).values().get()
        do_by_hand(sure_mo, asha, verb, {"reason": "Ruder.", "days": 30})

        longer, _ = Decision.objects.about(asha)
        assert longer.reasons == "Ruder."
        sure_mo.post(f"/admin/queue/undo/{longer.pk}/")
        assert Member.objects.filter(pk=asha.pk).values().get() == before

    @pytest.mark.parametrize("verb", ["restrict", "suspend"])
    def test_so_is_one_after_the_first_has_run_out(self, sure_mo, asha, verb):
        do_by_hand(sure_mo, asha, verb, {"reason": "Rude.", "days": 7})
        month_ago = timezone.now() - 30 * DAY
        Decision.objects.update(made_at=month_ago, until=month_ago + 7 * DAY)
        Member.objects.filter(pk=asha.pk).update(
            restriction_ends_at=None, suspended_at=None, suspension_ends_at=None
        )

        do_by_hand(sure_mo, asha, verb, {"reason": "Again.", "days": 7})

        assert [made.reasons for made in Decision.objects.about(asha)] == ["Again.", "Rude."]
