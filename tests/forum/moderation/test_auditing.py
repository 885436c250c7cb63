"""The audit log: nobody changes it unseen, and what is personal in it can be erased."""

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, transaction

from forum.moderation import auditing
from forum.moderation.models import AuditDetail, AuditEntry
from tests.factories import make_member, make_reply
from tests.forum.moderation.audit_log import said_by, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[AuditEntry]:
    mo, reply = make_member(name="Mo"), make_reply()
    return [
        auditing.record("hide reply", reply, by=mo, reason=f"Rude {n}", after={"is_hidden": True})
        for n in range(3)
    ]


class TestWhatWasWritten:
    def test_a_log_without_entries_is_whole(self):
        assert said_by("verify_audit") == "The audit log is whole: 0 entries.\n"

    def test_it_is_whole_as_it_was_written(self, entries):
        assert said_by("verify_audit") == "The audit log is whole: 3 entries.\n"
        assert entries[2].previous_hash == entries[1].entry_hash

    def test_the_entry_names_nobody(self, entries):
        columns = {field.attname for field in AuditEntry._meta.local_concrete_fields}

        assert not columns & {"reason", "before", "after", "network"}
        assert entries[0].actor_key


class TestWhatTheDatabaseRefuses:
    def test_no_entry_can_be_changed(self, entries):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.filter(pk=entries[0].pk).update(act="restore reply")

    def test_none_can_be_deleted(self, entries):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.filter(pk=entries[0].pk).delete()


class TestWhatIsFound:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE moderation_auditentry SET act = 'hide replz' WHERE id = {}",
            "UPDATE moderation_auditentry SET actor_key = actor_key + 1 WHERE id = {}",
            "UPDATE moderation_auditdetail SET reason = 'Ruder' WHERE entry_id = {}",
        ],
    )
    def test_one_changed_byte(self, entries, change):
        tamper(change.format(entries[1].pk))

        assert {broken.key for broken in auditing.verify()} == {entries[1].pk}
        with pytest.raises(CommandError):
            said_by("verify_audit")

    def test_a_missing_entry(self, entries):
        AuditDetail.objects.filter(pk=entries[1].pk).delete()
        tamper(f"DELETE FROM moderation_auditentry WHERE id = {entries[1].pk}")

        assert {broken.key for broken in auditing.verify()} == {entries[2].pk}

    def test_a_missing_end(self, entries):
        AuditDetail.objects.filter(pk=entries[2].pk).delete()
        tamper(f"DELETE FROM moderation_auditentry WHERE id = {entries[2].pk}")

        assert auditing.verify() == [(0, "The last entries are missing")]


def test_a_detail_can_be_erased_and_the_rest_verified(entries):
    AuditDetail.objects.filter(pk=entries[1].pk).delete()

    assert auditing.verify() == []
