"""A note above somebody's words, or other words, once its author has agreed (safety L-18)."""

from typing import Any

import pytest
from django.test import Client

from forum import editing
from forum.models import Discussion, Reply
from forum.moderation import deciding, links, proposing
from forum.moderation.errors import CannotBeDone, ProposalOver
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, OfficialLetter, Proposal, State
from members import leaving
from tests.factories import make_discussion, make_reply
from tests.forum.moderation.reported import RUDE, decide, make_case

pytestmark = pytest.mark.django_db

BODY = "The meeting is on Monday, @ben."
NOTE = "It is on Tuesday & not on Monday."
WORDS = "The meeting is on Tuesday."


@pytest.fixture(params=["reply", "discussion"])
def written(request, asha, ben):
    if request.param == "reply":
        return make_reply(author=asha, body=BODY)
    return make_discussion(author=asha, body=BODY)


@pytest.fixture
def reply(asha, ben):
    return make_reply(author=asha, body=BODY)


@pytest.fixture
def strict():
    """Somebody who is not signed in, and has no form's token."""
    return Client(enforce_csrf_checks=True)


def propose(written, *, by, kind="note", text=NOTE, case=None) -> Proposal:
    case = case or make_case(written)
    return proposing.propose(
        case,
        kind=kind,
        text=text,
        ground=RUDE,
        reasons="It says the wrong day.",
        note="Rang the hall.",
        by=by,
        version=case.version,
    )


def state_of(written) -> dict[str, Any]:
    written = type(written).objects.get(pk=written.pk)
    columns = ("body", "body_html", "label", "edited_at", "is_edit_marked")
    mentions = written.mentions.values_list("member", "words")
    return {name: getattr(written, name) for name in columns} | {"mentions": list(mentions)}


class TestPropose:
    def test_asks_the_author_and_changes_nothing(self, written, asha, mo):
        before = state_of(written)

        proposal = propose(written, by=mo)

        assert proposal.case.state == State.WAITING_AUTHOR
        letter = OfficialLetter.objects.get(member=asha)
        assert NOTE in letter.text
        assert links.proposal_path(proposal) in letter.text
        assert state_of(written) == before
        assert not Decision.objects.exists()

    def test_takes_an_earlier_one_back(self, reply, mo):
        first = propose(reply, by=mo)
        second = propose(reply, by=mo, case=Case.objects.get())

        first.refresh_from_db()
        assert not first.is_open
        assert second.is_open

    def test_needs_somebody_to_ask(self, reply, asha, mo):
        leaving.leave(asha, choice="keep")

        with pytest.raises(CannotBeDone):
            propose(reply, by=mo)

    @pytest.mark.parametrize("kind", [Kind.CHILD])
    def test_is_for_nothing_that_must_not_be_passed_on(self, reply, mo, kind):
        with pytest.raises(CannotBeDone):
            propose(reply, by=mo, case=make_case(reply, kind=kind))


class TestAgreed:
    def test_a_note_stands_above_it_wherever_it_is_read(self, written, mo, client):
        proposing.answer(propose(written, by=mo), agrees=True)

        html = state_of(written)["body_html"]
        shown = NOTE.replace("&", "&amp;")
        assert html.startswith(f"<p><strong>From the moderators:</strong> {shown}</p>")
        assert shown in client.get(written.get_absolute_url(), follow=True).text
        assert "not on Monday" in client.get("/feeds/activity.json").text

    def test_other_words_take_their_place_and_are_marked(self, written, mo):
        proposing.answer(propose(written, by=mo, kind="words", text=WORDS), agrees=True)

        found = state_of(written)
        assert (found["body"], found["mentions"]) == (WORDS, [])
        assert found["is_edit_marked"]

    @pytest.mark.parametrize(("kind", "text"), [("note", NOTE), ("words", WORDS)])
    def test_is_a_decision_undone_exactly_by_one_press(
        self, written, asha, mo, mo_client, kind, text
    ):
        before = state_of(written)
        proposing.answer(propose(written, by=mo, kind=kind, text=text), agrees=True)
        decision = Decision.objects.about(asha).get()
        assert (decision.action, decision.made_by) == (Action.EDIT, mo)
        assert "as you had agreed" in decision.statement

        mo_client.post(f"/admin/queue/undo/{decision.pk}/")

        assert state_of(written) == before

    def test_a_note_stays_when_its_author_changes_the_words(self, reply, asha, mo):
        proposing.answer(propose(reply, by=mo), agrees=True)

        reply = Reply.objects.get(pk=reply.pk)
        editing.edit_reply(reply, by=asha, body="See you there.", body_format="text")

        assert "From the moderators" in state_of(reply)["body_html"]

    def test_undone_it_leaves_what_the_author_has_written_since(self, reply, asha, mo):
        proposing.answer(propose(reply, by=mo, kind="words", text=WORDS), agrees=True)
        reply = Reply.objects.get(pk=reply.pk)
        editing.edit_reply(reply, by=asha, body="See you there.", body_format="text")

        deciding.undo(Decision.objects.get(), by=mo)

        assert state_of(reply)["body"] == "See you there."


class TestRefused:
    def test_changes_nothing_and_leaves_the_case_open_for_another_decision(self, written, mo):
        before = state_of(written)
        proposal = propose(written, by=mo)

        proposing.answer(proposal, agrees=False)

        case = Case.objects.with_subject().get()
        assert case.state == State.IN_REVIEW
        assert state_of(written) == before
        assert [note.text for note in case.notes.order_by("pk")][-1] == "I do not agree."
        decide(case, Action.HIDE, by=mo)
        assert Discussion.objects.filter(hidden_at=None).count() < 2

    def test_is_answered_once(self, reply, mo):
        proposal = propose(reply, by=mo)
        proposing.answer(proposal, agrees=False)

        with pytest.raises(ProposalOver):
            proposing.answer(proposal, agrees=True)

    def test_nor_once_it_is_decided_otherwise(self, reply, mo):
        proposal = propose(reply, by=mo)
        decide(proposal.case, Action.HIDE, by=mo)

        with pytest.raises(ProposalOver):
            proposing.answer(proposal, agrees=True)


class TestPage:
    @pytest.fixture
    def proposal(self, reply, mo) -> Proposal:
        return propose(reply, by=mo)

    @pytest.mark.parametrize(
        ("said", "then"), [("yes", "You have agreed"), ("no", "You have not agreed")]
    )
    def test_is_answered_without_signing_in(self, strict, proposal, said, then):
        path = links.proposal_path(proposal)
        page = strict.get(path)
        assert BODY in page.text
        assert "I do not agree" in page.text
        assert "no-store" in page["Cache-Control"]

        assert strict.post(path, {"agrees": said}).status_code == 302
        assert then in strict.get(path).text
        assert "<form" not in strict.get(path).text

    @pytest.mark.parametrize("said", ["", "x", "True"])
    def test_takes_one_of_two_answers(self, strict, proposal, said):
        assert strict.post(links.proposal_path(proposal), {"agrees": said}).status_code == 400
        proposal.refresh_from_db()
        assert proposal.is_open

    def test_says_that_it_was_too_late(self, strict, proposal, mo):
        decide(proposal.case, Action.WARN, by=mo)
        answer = strict.post(links.proposal_path(proposal), {"agrees": "yes"})
        assert answer.status_code == 409
        assert "decided otherwise meanwhile" in answer.text

    @pytest.mark.parametrize("token", ["x", "1.x", "1"])
    def test_needs_a_key_of_ours(self, strict, proposal, token):
        assert strict.get(f"/proposals/{token}").status_code == 404

    def test_is_found_from_the_settings_while_it_is_open(self, asha_client, ben_client, proposal):
        path = f'href="{links.proposal_path(proposal)}"'
        assert path in asha_client.get("/settings/decisions").text
        assert path not in ben_client.get("/settings/decisions").text
        proposing.answer(proposal, agrees=False)
        assert path not in asha_client.get("/settings/decisions").text


class TestInTheQueue:
    def post(self, client, case, **typed):
        form = {"version": case.version, "ground": "rule-1", "reasons": "Wrong.", "note": "Rang."}
        return client.post(f"/admin/queue/{case.pk}/propose/", form | typed, follow=True)

    def test_a_note_is_proposed(self, mo_client, reply):
        page = self.post(mo_client, make_case(reply), kind="note", label=NOTE)

        assert "The author has been asked." in page.text
        assert "Asked the author to agree to a note above it" in page.text
        assert Proposal.objects.get().text == NOTE

    @pytest.mark.parametrize(
        "typed",
        [
            {"kind": "note", "label": " "},
            {"kind": "words", "body": BODY},
            {"kind": "words", "body": ""},
            {"kind": "words", "body": "x" * 20_001},
            {"kind": "note", "label": "x" * 301},
            {"kind": "both"},
        ],
    )
    def test_what_cannot_be_proposed_is_given_back(self, mo_client, reply, typed):
        page = self.post(mo_client, make_case(reply), **typed)

        assert page.status_code == 422
        assert 'class="errorlist"' in page.text
        assert not Proposal.objects.exists()

    def test_two_moderators_at_once_ask_once(self, mo, mo_client, reply):
        case = make_case(reply)
        propose(reply, by=mo, case=case)

        page = self.post(mo_client, case, kind="note", label="Another.")

        assert page.status_code == 409
        assert Proposal.objects.count() == 1
