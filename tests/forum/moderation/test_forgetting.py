"""What moderation keeps of people, and for how long (safety L-43, L-44, L-52)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation import auditing, forgetting, parting
from forum.moderation.kinds import Kind
from forum.moderation.models import (
    AuditDetail,
    Case,
    Decision,
    LegalNotice,
    Note,
    OfficialLetter,
    Report,
    Snapshot,
    State,
)
from members import holding, retaining
from members.holding import ACCOUNT, Holds
from members.models import Choice
from members.parting import Parting
from tests.factories import make_member, make_reply
from tests.forum.moderation.cases import make_case, make_decision, make_report

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
YEAR = 365 * DAY


def pass_time(monkeypatch: pytest.MonkeyPatch, span: timedelta) -> None:
    """The nightly round, so much later."""
    later = timezone.now() + span
    monkeypatch.setattr(timezone, "now", lambda: later)
    retaining.keep_to_the_rules()


def closed_case(**fields: object) -> Case:
    case = make_case(make_reply())
    make_report(case, network="192.0.2.77")
    Note.objects.create(case=case, text="I know the street.")
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        **{"state": State.RECEIVED, "decided_at": now, "closed_at": now} | fields
    )
    return case


class TestHolds:
    def test_words_in_a_case_under_hold_are_kept(self):
        reply = make_reply()
        case = make_case(reply)
        Case.objects.filter(pk=case.pk).update(held_at=timezone.now())

        assert holding.holds_on(reply.author).keys_of("forum.reply") == {reply.pk}
        assert holding.holds_on(make_member()).things == ()

    def test_a_case_without_words_holds_the_account(self):
        ben = make_member()
        case = make_case(ben)
        Case.objects.filter(pk=case.pk).update(held_at=timezone.now())

        assert holding.holds_on(ben).are_of_account

    def test_a_case_without_a_hold_holds_nothing(self):
        reply = make_reply()
        make_case(reply)

        assert holding.holds_on(reply.author).things == ()


class TestErasing:
    def test_who_reported_is_forgotten_and_the_report_stays(self):
        asha = make_member(name="Asha Ravindran")
        report = make_report(make_case(make_reply()), by=asha, email="asha@example.org", name="A R")

        parting.erase(Parting(asha, Choice.KEEP, Holds(())))

        report.refresh_from_db()
        assert (report.reporter, report.name, report.email, report.network) == (None, "", "", "")
        assert report.words

    def test_a_decision_stays_without_the_name_of_whom_it_was_about(self):
        reply = make_reply(author=make_member(name="Ben Oakeshott"))
        case = make_case(reply)
        decision = make_decision(case, about=reply.author, by=make_member())
        Decision.objects.filter(pk=decision.pk).update(statement="Hello Ben Oakeshott,")
        Snapshot.objects.filter(case=case).update(author_name="Ben Oakeshott")

        parting.erase(Parting(reply.author, Choice.KEEP, Holds(())))

        decision.refresh_from_db()
        assert decision.statement == "Hello Former member,"
        assert not Snapshot.objects.filter(author_name="Ben Oakeshott").exists()

    def test_what_the_log_says_of_them_goes_and_the_log_stays_whole(self):
        ben = make_member()
        auditing.record("suspend member", ben, by=make_member(), reason="Rude to Asha")

        parting.erase(Parting(ben, Choice.KEEP, Holds(())))

        assert not AuditDetail.objects.exists()
        assert auditing.verify() == []


class TestTheTable:
    def test_every_row_of_it_is_in_the_nightly_round(self):
        assert set(forgetting.RULES) <= set(retaining.RULES)

    @pytest.mark.parametrize(
        ("span", "network"),
        [(89 * DAY, "192.0.2.77"), (91 * DAY, "192.0.2.0"), (91 * DAY + YEAR, "")],
    )
    def test_a_network_address_is_shortened_and_then_forgotten(self, monkeypatch, span, network):
        closed_case()

        pass_time(monkeypatch, span)

        assert Report.objects.get().network == network

    @pytest.mark.parametrize(("span", "stays"), [(3 * YEAR - DAY, True), (3 * YEAR + DAY, False)])
    def test_a_case_goes_three_years_after_it_was_closed(self, monkeypatch, span, stays):
        case = closed_case()
        OfficialLetter.objects.create(key="one", case=case, subject="About it", text="It is.")

        pass_time(monkeypatch, span)

        for model in (Case, Report, Snapshot, OfficialLetter):
            assert model._default_manager.exists() is stays

    def test_one_under_hold_stays(self, monkeypatch):
        closed_case(held_at=timezone.now())

        pass_time(monkeypatch, 4 * YEAR)

        assert Case.objects.exists()

    def test_one_that_is_appealed_stays_as_long_as_the_appeal(self, monkeypatch):
        case = closed_case()
        decision = make_decision(case, about=None, by=make_member())
        now = timezone.now()
        appeal = Case(part=case.part, reply=case.reply, appeal_against=decision)
        appeal.set_kind(Kind.APPEAL, since=now)
        appeal.decided_at = appeal.closed_at = now + YEAR
        appeal.save()

        pass_time(monkeypatch, 3 * YEAR + DAY)
        assert Case.objects.count() == 2
        pass_time(monkeypatch, 4 * YEAR + DAY)
        assert not Case.objects.exists()

    @pytest.mark.parametrize(("span", "kept"), [(530 * DAY, "sealed"), (541 * DAY, "")])
    def test_who_wrote_what_a_notice_was_about_goes_after_18_months(self, monkeypatch, span, kept):
        case = closed_case()
        notice = LegalNotice.objects.create(report=case.reports.get(), poster="sealed")

        pass_time(monkeypatch, span)

        notice.refresh_from_db()
        assert notice.poster == kept


def test_an_account_under_hold_keeps_its_name_in_what_was_reported():
    ben = make_member(name="Ben Oakeshott")
    case = make_case(make_reply(author=ben))
    make_report(case)
    Snapshot.objects.filter(case=case).update(author=ben, author_name=ben.name)

    parting.erase(Parting(ben, Choice.KEEP, Holds((holding.Held(ACCOUNT, ben.pk, "A court."),))))

    assert Snapshot.objects.get().author_name == "Ben Oakeshott"
