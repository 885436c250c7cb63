"""The owner's records: drafts that come with the software, versions, reminders, the bundle."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from forum.moderation import auditing, reviewing, superseding
from forum.moderation.models import (
    RISKS,
    Assessment,
    AuditEntry,
    Measure,
    OfficialLetter,
    SafetyDuties,
    SignificantChange,
    Subject,
)
from members.models import Role
from tests.factories import make_member
from tests.members.admin.test_members import just_proved_who_they_are

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)

# Ofcom's measures for a small service of low risk, and those for a medium one (safety 1.1).
CODES = {
    *("A2", "C1", "C2", "D1", "D2", "D7", "D9", "D10", "D11", "D12", "G1", "G3", "H1"),
    *("C4", "C5", "D3", "D4", "D5", "D6"),
}


@pytest.fixture
def owner():
    return make_member(name="Orla", role=Role.OWNER, has_second_factor=True)


@pytest.fixture
def illegal() -> Assessment:
    return Assessment.objects.get(subject=Subject.ILLEGAL)


def approve(assessment: Assessment, *, on: date = TODAY) -> None:
    assessment.completed_by = assessment.approved_by = "Orla"
    assessment.completed_on = assessment.approved_on = on
    assessment.review_on = on + timedelta(days=365)
    assessment.full_clean()
    assessment.save()


class TestWhatComesWithTheSoftware:
    def test_there_is_a_draft_of_every_assessment(self):
        assert set(Assessment.objects.values_list("subject", flat=True)) == set(Subject)
        assert all(assessment.is_draft for assessment in Assessment.objects.all())

    def test_the_risk_assessment_has_a_reason_for_each_of_22_levels(self, illegal):
        levels = list(illegal.levels.all())

        assert len(RISKS) == 22
        assert {level.risk for level in levels} == set(RISKS)
        assert all(level.reason for level in levels)

    def test_every_measure_is_there_and_none_is_said_to_be_in_effect(self):
        assert set(Measure.objects.values_list("code", flat=True)) == CODES
        assert not Measure.objects.exclude(in_effect_on=None).exists()

    def test_the_drafts_name_pictures_which_come_switched_on(self, illegal):
        told = {row.subject: row.summary for row in Assessment.objects.all()}
        for subject in (Subject.ILLEGAL, Subject.CHILDREN, Subject.PRIVACY):
            assert "Members can put pictures into what they post" in told[subject]
        for risk in ("2b", "6", "7", "18"):
            assert "icture" in illegal.levels.get(risk=risk).reason


class TestVersions:
    def test_the_next_version_begins_as_a_draft_with_what_the_last_one_said(self, illegal):
        approve(illegal)

        draft = superseding.supersede(illegal, today=TODAY)

        illegal.refresh_from_db()
        assert illegal.superseded_on == TODAY
        assert draft.is_draft
        assert [(row.risk, row.reason) for row in draft.levels.all()] == [
            (row.risk, row.reason) for row in illegal.levels.all()
        ]

    def test_begun_twice_there_is_one(self, illegal):
        first = superseding.supersede(illegal, today=TODAY)

        assert superseding.supersede(illegal, today=TODAY) == first

    def test_whoever_approves_says_who_and_when_it_is_reviewed(self, illegal):
        illegal.approved_on = TODAY

        with pytest.raises(ValidationError) as said:
            illegal.full_clean()
        assert "approved_by" in said.value.message_dict


class TestSignificantChanges:
    def test_none_is_made_before_it_was_assessed(self, illegal):
        change = SignificantChange(name="Direct messages", in_effect_on=TODAY, assessment=illegal)

        with pytest.raises(ValidationError):
            change.full_clean()
        approve(illegal, on=TODAY + timedelta(days=1))
        with pytest.raises(ValidationError):
            change.full_clean()

    def test_one_that_was_assessed_can_be(self, illegal):
        approve(illegal)

        change = SignificantChange(name="Maps", in_effect_on=TODAY, assessment=illegal)
        change.full_clean()
        change.save()

        assert list(illegal.changes.all()) == [change]

    def test_the_database_refuses_one_without_an_assessment(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignificantChange.objects.create(name="Maps", in_effect_on=TODAY)


class TestReminders:
    @pytest.mark.parametrize(
        ("days_before", "said"),
        [(61, False), (60, True), (30, True), (7, True), (0, True), (-7, True)],
    )
    def test_the_owner_is_told_60_30_and_7_days_before_and_each_week_after(
        self, owner, illegal, days_before, said
    ):
        approve(illegal)
        assert illegal.review_on

        written = reviewing.remind_owners(illegal.review_on - timedelta(days=days_before))

        assert bool(written) is said
        assert OfficialLetter.objects.filter(member=owner).count() == written

    def test_nobody_is_told_twice_of_one_day(self, owner, illegal):
        approve(illegal)
        assert illegal.review_on
        for days_before in (60, 60, 59, 31, 30, 8, 7, 1, 0, -1, -6, -7):
            reviewing.remind_owners(illegal.review_on - timedelta(days=days_before))

        assert OfficialLetter.objects.count() == 5

    def test_of_what_is_superseded_nobody_is_reminded(self, owner, illegal):
        approve(illegal)
        assert illegal.review_on
        superseding.supersede(illegal, today=TODAY)

        assert reviewing.remind_owners(illegal.review_on) == 0


class TestRemindersOfDrafts:
    def test_name_each_draft_once_a_month_until_none_is_left(self, owner, illegal):
        days = [TODAY.replace(day=day) for day in (1, 2, 28)]
        assert [reviewing.remind_of_drafts(day) for day in days] == [1, 0, 0]
        letter = OfficialLetter.objects.get(member=owner)
        assert "- Illegal content risk assessment (draft)\n" in letter.text
        assert "- A2: A named person answers for safety\n" in letter.text
        assert f"{settings.SITE_URL}/admin/moderation/safetyduties/" in letter.text

        approve(illegal)
        next_month = (TODAY.replace(day=28) + timedelta(days=4)).replace(day=1)
        assert reviewing.remind_of_drafts(next_month) == 1
        assert "Illegal content risk" not in OfficialLetter.objects.latest("pk").text

    def test_end_once_all_is_approved(self, owner):
        Assessment.objects.update(approved_on=TODAY, approved_by="Orla")
        Measure.objects.update(in_effect_on=TODAY)
        assert reviewing.remind_of_drafts(TODAY) == 0


class TestTheBundle:
    def test_it_holds_all_of_the_record_with_drafts_marked(self, tmp_path: Path, illegal):
        SafetyDuties.objects.create(pk=1, accountable_person="Orla <Penhaligon>")
        file = tmp_path / "record.html"

        call_command("print_safety_record", file)

        page = file.read_text()
        assert "Orla &lt;Penhaligon&gt;" in page
        assert all(code in page for code in CODES)
        assert all(
            level.reason.split(";")[0].split("'")[0] in page for level in illegal.levels.all()
        )
        assert "Draft: not approved" in page
        assert page.count("<main>") == page.count("</main>") == 1

    def test_that_it_was_taken_out_is_on_record(self, tmp_path: Path):
        call_command("print_safety_record", tmp_path / "record.html")

        entry = AuditEntry.objects.get()
        assert entry.act == "export safety record"
        assert auditing.verify() == []

    def test_it_writes_over_nothing(self, tmp_path: Path):
        file = tmp_path / "record.html"
        file.write_text("mine")

        with pytest.raises(CommandError):
            call_command("print_safety_record", file)
        assert file.read_text() == "mine"
        assert not AuditEntry.objects.exists()


class TestTheOwnersPages:
    @pytest.mark.parametrize(
        "address",
        ["/admin/moderation/safetyduties/", "/admin/moderation/safetyduties/1/change/"],
    )
    def test_one_page_shows_where_everything_stands(self, client_of, owner, address):
        SafetyDuties.objects.all().delete()
        page = client_of(owner).get(address, follow=True)

        assert page.status_code == 200
        assert "Illegal content risk assessment" in page.text
        assert "to be checked and approved" in page.text

    def test_the_record_is_a_file(self, client_of, owner):
        address = reverse("admin:moderation_safetyduties_record")
        browser = client_of(owner)
        assert browser.get(address)["Location"].startswith("/accounts/reauthenticate/")

        answer = just_proved_who_they_are(browser, owner).get(address)

        assert answer["Content-Disposition"].startswith('attachment; filename="safety-record-')
        assert "Safety record of" in answer.text
        assert AuditEntry.objects.get().act == "export safety record"

    def test_an_approved_assessment_is_changed_no_more(self, client_of, owner, illegal):
        approve(illegal)
        address = reverse("admin:moderation_assessment_change", args=[illegal.pk])

        page = client_of(owner).get(address)

        assert 'name="review_on"' in page.text
        assert 'name="summary"' not in page.text

    def test_moderators_see_none_of_it(self, client_of):
        mo = make_member(name="Mo", role=Role.MODERATOR, has_second_factor=True)
        for name in ("safetyduties", "assessment", "measure", "significantchange"):
            answer = client_of(mo).get(reverse(f"admin:moderation_{name}_changelist"))
            assert answer.status_code == 403
        answer = client_of(mo).get(reverse("admin:moderation_safetyduties_record"))
        assert answer.status_code == 403
