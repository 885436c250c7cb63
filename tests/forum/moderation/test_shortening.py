"""What of the audit log is over six years old goes, and the rest can still be verified."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.moderation import auditing, shortening
from forum.moderation.models import AuditCheckpoint, AuditDetail, AuditEntry, Case
from tests.factories import make_member, make_reply
from tests.forum.moderation.audit_log import said_by, tamper
from tests.forum.moderation.cases import make_case

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=6 * 366)


def record(monkeypatch, *, ago=timedelta(), target=None):
    """An entry of so long ago."""
    with monkeypatch.context() as patch:
        patch.setattr(auditing, "AuditEntry", partial(AuditEntry, at=timezone.now() - ago))
        return auditing.record("hide reply", target, by=make_member(), reason="Rude")


@pytest.fixture
def entries(monkeypatch) -> list[AuditEntry]:
    """Two that may go and two that stay."""
    ages = (LONG_AGO, LONG_AGO, timedelta(days=300), timedelta())
    return [record(monkeypatch, ago=ago) for ago in ages]


class TestShorten:
    def test_takes_out_what_is_old_with_its_details(self, entries):
        assert said_by("shorten_audit") == (
            f"2 entries have gone, up to number {entries[1].pk:,}. "
            f"The log goes on from {entries[1].entry_hash}.\n"
        )
        assert AuditEntry.objects.order_by("pk").first() == entries[2]
        assert AuditDetail.objects.count() == AuditEntry.objects.count() == 3

    def test_leaves_what_can_be_verified_from_its_checkpoint(self, entries):
        said_by("shorten_audit")
        today = timezone.now()
        assert said_by("verify_audit") == (
            f"The audit log is whole: 3 entries since the checkpoint of {today:%-d %B %Y}.\n"
        )

    def test_can_be_done_again_years_later(self, entries):
        said_by("shorten_audit")
        checkpoint = shortening.shorten(timezone.now() + LONG_AGO)
        assert checkpoint
        assert checkpoint.entry_count == 3
        assert auditing.verify() == []

    def test_does_nothing_where_nothing_is_old_enough(self, monkeypatch):
        record(monkeypatch, ago=timedelta(days=6 * 365))
        assert "Nothing" in said_by("shorten_audit")
        assert AuditEntry.objects.count() == 1

    def test_keeps_what_stands_behind_an_entry_that_stays(self, monkeypatch):
        """As after a clock that was wrong."""
        record(monkeypatch, ago=timedelta(days=300))
        record(monkeypatch, ago=LONG_AGO)
        assert shortening.shorten(timezone.now()) is None

    def test_keeps_what_was_done_about_a_case_under_legal_hold(self, monkeypatch):
        case = make_case(make_reply())
        gone = record(monkeypatch, ago=LONG_AGO)
        kept = record(monkeypatch, ago=LONG_AGO, target=case)
        Case.objects.filter(pk=case.pk).update(held_at=timezone.now())
        said_by("shorten_audit")
        assert list(AuditEntry.objects.filter(pk__in=[gone.pk, kept.pk])) == [kept]

    def test_covers_nothing_up(self, entries):
        tamper(f"UPDATE moderation_auditentry SET act = 'nothing' WHERE id = {entries[0].pk}")
        with pytest.raises(CommandError, match="not what was written"):
            said_by("shorten_audit")
        assert AuditEntry.objects.count() == 4


class TestWhatIsFound:
    def test_a_missing_beginning(self, entries):
        AuditDetail.objects.filter(pk=entries[0].pk).delete()
        tamper(f"DELETE FROM moderation_auditentry WHERE id = {entries[0].pk}")
        assert {broken.key for broken in auditing.verify()} == {entries[1].pk}

    def test_one_that_is_missing_after_the_checkpoint(self, entries):
        said_by("shorten_audit")
        AuditDetail.objects.filter(pk=entries[2].pk).delete()
        tamper(f"DELETE FROM moderation_auditentry WHERE id = {entries[2].pk}")
        assert {broken.key for broken in auditing.verify()} == {entries[3].pk}

    def test_a_checkpoint_that_somebody_has_made_up(self, entries):
        AuditDetail.objects.filter(pk=entries[0].pk).delete()
        tamper(f"DELETE FROM moderation_auditentry WHERE id = {entries[0].pk}")
        AuditCheckpoint.objects.create(
            last_key=entries[0].pk, last_hash=entries[0].entry_hash, entry_count=1
        )
        assert auditing.verify() == [(0, "The checkpoint is not what was written")]

    def test_a_missing_end_of_the_chain(self, entries):
        tamper("DELETE FROM moderation_audithead")
        assert auditing.verify() == [(0, "The last entries are missing")]


class TestWhatTheDatabaseRefuses:
    def test_no_checkpoint_can_be_changed_or_deleted(self, entries):
        said_by("shorten_audit")
        checkpoints = AuditCheckpoint.objects.all()
        with pytest.raises(IntegrityError), transaction.atomic():
            checkpoints.update(last_hash="")
        with pytest.raises(IntegrityError), transaction.atomic():
            checkpoints.delete()

    def test_entries_are_guarded_again_afterwards(self, entries):
        said_by("shorten_audit")
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.all().delete()
