"""Child abuse is passed on: the checklist, the reference, and what the decision does (L-40)."""

import pytest

from forum.moderation import deciding, grounds, referring
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import Kind
from forum.moderation.models import (
    Action,
    AuditEntry,
    Body,
    Case,
    OfficialLetter,
    Quarantine,
    Referral,
)
from members import avatars, suspending
from tests.factories import make_reply
from tests.forum.moderation.reported import make_case
from tests.forum.moderation.secluded import PICTURE, decided, files, report, said_by

pytestmark = pytest.mark.django_db

ABUSE = grounds.Ground(law=grounds.UNLAWFUL[Kind.CHILD])


def pass_on(committed, *, by, **how):
    return decided(Action.REFER, committed, by=by, ground=ABUSE, **how)


def tell_the_nca(case, *, by):
    referring.enter_reference(case, reference="NCA-2026-17", why_none="", by=by)


class TestTheChecklist:
    def test_notes_who_was_told_when_and_by_whom(self, mo):
        case = make_case(make_reply(), kind=Kind.CHILD)
        for _ in range(2):
            referring.tick(case, Body.IWF, by=mo)

        told = Referral.objects.get()
        assert (told.to, told.made_by) == (Body.IWF, mo)
        assert AuditEntry.objects.get(act="refer case").detail.after == {"to": "iwf"}

    def test_forgets_what_was_ticked_by_mistake_but_not_what_has_a_reference(self, mo):
        case = make_case(make_reply(), kind=Kind.CHILD)
        referring.tick(case, Body.POLICE, by=mo)
        referring.untick(case, Body.POLICE, by=mo)
        assert not Referral.objects.exists()

        tell_the_nca(case, by=mo)
        with pytest.raises(CannotBeDone):
            referring.untick(case, Body.NCA, by=mo)


class TestPassingItOn:
    def test_needs_the_reference_or_why_there_is_none(self, illustrated, committed, mo):
        report(illustrated, committed)
        for _ in ("before it is told of", "before it has answered"):
            with pytest.raises(CannotBeDone, match="Please report it to the NCA first"):
                pass_on(committed, by=mo)
            referring.tick(Case.objects.get(), Body.NCA, by=mo)

        why = "The portal is down until Monday; told by telephone."
        referring.enter_reference(Case.objects.get(), reference="", why_none=why, by=mo)
        assert pass_on(committed, by=mo).action == Action.REFER

    def test_keeps_it_out_of_reach_and_its_author_out(self, illustrated, committed, media, mo, ben):
        report(illustrated, committed)
        tell_the_nca(Case.objects.get(), by=mo)
        pass_on(committed, by=mo)

        ben.refresh_from_db()
        assert ben.is_suspended
        assert ben.suspension_ends_at is None
        assert files(media) == {}
        assert Quarantine.objects.standing().exists()
        # By the time that the law sets, and not for good (regulation 8).
        assert Case.objects.get().held_at is None

    def test_tells_its_author_nothing(self, illustrated, committed, mo, ben):
        report(illustrated, committed)
        tell_the_nca(Case.objects.get(), by=mo)
        before = OfficialLetter.objects.filter(member=ben).count()
        pass_on(committed, by=mo)

        assert OfficialLetter.objects.filter(member=ben).count() == before

    def test_is_undone_to_the_byte(self, illustrated, committed, media, mo, ben):
        """Of what no report had hidden, so that nothing stays."""
        before, stored = said_by(illustrated), files(media)
        case = make_case(illustrated)
        tell_the_nca(case, by=mo)
        decision = pass_on(committed, by=mo)
        illustrated.refresh_from_db()
        assert (illustrated.is_hidden, illustrated.body) == (True, "")
        assert Case.objects.get().kind == Kind.CHILD

        with committed():
            deciding.undo(decision, by=mo)

        assert said_by(illustrated) == before
        assert files(media) == stored
        ben.refresh_from_db()
        assert ben.sanctions == []
        assert Case.objects.get().kind == Kind.RULES

    def test_of_an_avatar_is_undone_too(self, committed, media, mo, ben, client):
        avatars.keep(member=ben, drawn={512: PICTURE, 96: PICTURE})
        address = ben.portrait_url
        tell_the_nca(make_case(ben, part="avatar"), by=mo)
        decision = pass_on(committed, by=mo)
        assert client.get(address).status_code == 410
        assert files(media) == {}

        with committed():
            deciding.undo(decision, by=mo)
        assert client.get(address).getvalue() == PICTURE

    def test_undone_leaves_it_where_the_reports_had_put_it(
        self, illustrated, committed, media, mo, ben
    ):
        report(illustrated, committed)
        tell_the_nca(Case.objects.get(), by=mo)
        decision = pass_on(committed, by=mo)
        with committed():
            deciding.undo(decision, by=mo)

        assert Quarantine.objects.exists()
        assert files(media) == {}
        ben.refresh_from_db()
        assert ben.is_restricted
        assert not ben.is_suspended

    def test_leaves_a_suspension_that_another_decision_set(self, illustrated, committed, mo, ben):
        suspending.suspend(ben, by=mo)
        tell_the_nca(make_case(illustrated), by=mo)
        decision = pass_on(committed, by=mo)
        with committed():
            deciding.undo(decision, by=mo)

        ben.refresh_from_db()
        assert ben.is_suspended

    @pytest.mark.parametrize("action", [Action.HIDE, Action.BAN])
    def test_is_the_only_thing_to_decide_on_that_ground(self, illustrated, committed, mo, action):
        make_case(illustrated)
        with pytest.raises(CannotBeDone, match="always passed on"):
            decided(action, committed, by=mo, ground=ABUSE)


class TestTheQueue:
    def test_takes_it_out_of_reach_before_anything_is_decided(
        self, illustrated, committed, media, mo_client
    ):
        case = make_case(illustrated)
        page = mo_client.get(f"/admin/queue/{case.pk}/")
        assert "It may be the sexual abuse of a child" in page.text
        with committed():
            pressed = mo_client.post(
                f"/admin/queue/{case.pk}/seclude/",
                {"version": page.context["case"].version},
                follow=True,
            )

        assert files(media) == {}
        assert "it is out of everybody’s reach" in pressed.text
        assert "always passed on" not in pressed.text
        assert Case.objects.get().is_open

    def test_says_what_nobody_has_been_told_yet(self, mo, mo_client):
        case = make_case(make_reply(), kind=Kind.CHILD)
        address = f"/admin/queue/{case.pk}/"
        ticked = mo_client.post(f"{address}tick/", {"to": "nca", "is_told": "on"}, follow=True)
        assert "by Mo Tarrant" in ticked.text

        refused = mo_client.post(f"{address}reference/", {"reference": " ", "why_none": ""})
        assert refused.status_code == 422
        assert "Please enter the reference, or why there is none." in refused.text

        kept = mo_client.post(f"{address}reference/", {"reference": "NCA-2026-17"}, follow=True)
        assert "NCA-2026-17" in kept.text
        assert mo_client.post(f"{address}tick/", {"to": "nobody"}).status_code == 400
        assert mo_client.post(f"{address}seclude/", {"version": "x"}).status_code == 400

    def test_shows_no_picture_and_no_way_to_get_one(self, illustrated, committed, mo_client):
        report(illustrated, committed)
        page = mo_client.get(f"/admin/queue/{Case.objects.get().pk}/").text
        case = page[page.index("queue__case") :]

        assert "<img" not in case
        assert "/media/" not in case
        assert "See it in its place" not in case
