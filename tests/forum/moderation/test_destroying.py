"""How long what was taken to the NCA is kept, by the clock (safety L-40, L-52; regulation 8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation import auditing, deciding, grounds, referring
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import Kind
from forum.moderation.models import (
    Action,
    AuditEntry,
    Case,
    Decision,
    Quarantine,
    QuarantinedFile,
    Referral,
    Snapshot,
)
from members import holding, retaining
from tests.forum.moderation.secluded import WORDS, decided, report

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
YEAR = 365 * DAY


@pytest.fixture
def passed_on(illustrated, committed, mo) -> Case:
    report(illustrated, committed)
    case = Case.objects.get()
    referring.enter_reference(case, reference="NCA-2026-17", why_none="", by=mo)
    ground = grounds.Ground(law=grounds.UNLAWFUL[Kind.CHILD])
    decided(Action.REFER, committed, by=mo, ground=ground)
    return case


@pytest.fixture
def pass_time(monkeypatch, committed):
    """The nightly round, so much later than now."""
    now = timezone.now()

    def call(span: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now + span)
        with committed():
            retaining.keep_to_the_rules()

    return call


class TestContentAndData:
    def test_are_kept_for_a_year(self, passed_on, pass_time, quarantine_root, ben):
        pass_time(YEAR - DAY)

        assert Quarantine.objects.standing().exists()
        assert len(list(quarantine_root.iterdir())) == 2
        assert holding.holds_on(ben).are_of_account

    def test_are_destroyed_then_and_the_log_has_the_certificate(
        self, passed_on, pass_time, quarantine_root, ben
    ):
        sums = list(QuarantinedFile.objects.values_list("sha256", flat=True))
        assert Snapshot.objects.filter(body=WORDS).exists()
        for _ in range(2):
            pass_time(YEAR + DAY)

        assert list(quarantine_root.iterdir()) == []
        assert Quarantine.objects.get().sealed == ""
        assert not Snapshot.objects.exclude(body="").exists()
        assert not holding.holds_on(ben).are_of_account
        certificate = AuditEntry.objects.get(act="destroy content of case")
        assert [file["sha256"] for file in certificate.detail.after["files"]] == sums
        assert "regulation 8" in certificate.detail.reason
        assert certificate.actor_key is None
        assert auditing.verify() == []

    def test_stay_while_they_are_under_legal_hold(self, passed_on, pass_time, quarantine_root):
        Case.objects.update(held_at=timezone.now())
        pass_time(6 * YEAR)

        assert Quarantine.objects.standing().exists()
        assert Referral.objects.exists()

    def test_stay_until_somebody_has_decided(self, illustrated, committed, mo, pass_time):
        report(illustrated, committed)
        referring.enter_reference(Case.objects.get(), reference="NCA-1", why_none="", by=mo)
        pass_time(2 * YEAR)

        assert Quarantine.objects.standing().exists()

    def test_cannot_be_put_back_once_they_are_gone(self, passed_on, pass_time, committed, mo):
        pass_time(YEAR + DAY)
        Decision.objects.update(made_at=timezone.now())
        deciding.undo(Decision.objects.get(), by=mo)

        with pytest.raises(CannotBeDone, match="destroyed"):
            decided(Action.NOTHING, committed, by=mo)


class TestTheReference:
    @pytest.mark.parametrize(("span", "stays"), [(5 * YEAR - DAY, True), (5 * YEAR + DAY, False)])
    def test_is_kept_for_five_years_with_its_case(self, passed_on, pass_time, span, stays):
        pass_time(span)
        pass_time(span)

        for model in (Referral, Case, Decision, Quarantine):
            assert model._default_manager.exists() is stays
