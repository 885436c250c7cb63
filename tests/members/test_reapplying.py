"""After a restore, who asked to be forgotten is forgotten again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import erasing, leaving, ledger
from members.models import Choice, Erasure, Member
from tests.members.parting_with import leave_for_good


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.EXPORTS_ROOT = tmp_path / "exports"
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.mark.django_db(transaction=True)
class TestReapplyErasures:
    """A backup knows nothing of who asked since it was made; the ledger's file does."""

    def before(self, member):
        """The rows of a member and of the ledger as a backup has them."""
        return Member.objects.filter(pk=member.pk).values().get(), list(Erasure.objects.all())

    def restore(self, backup):
        row, erasures = backup
        Member.objects.filter(pk=row["id"]).update(**row)
        Erasure.objects.all().delete()
        Erasure.objects.bulk_create(erasures)

    def test_forgets_again_whom_a_backup_remembers(self, asha):
        backup = self.before(asha)
        leave_for_good(asha)
        erasing.erase_due()
        self.restore(backup)
        assert erasing.reapply_erasures() == 1
        asha.refresh_from_db()
        assert (asha.name, asha.email) == ("Former member", None)
        assert erasing.reapply_erasures() == 0

    def test_hides_again_who_had_just_asked(self, asha, client):
        backup = self.before(asha)
        leaving.leave(asha, choice=Choice.REMOVE)
        self.restore(backup)
        assert client.get("/profile/asha").status_code == 200
        assert erasing.reapply_erasures() == 1
        assert client.get("/profile/asha").status_code == 404
        assert Erasure.objects.get().choice == Choice.REMOVE

    def test_brings_back_who_had_come_back(self, asha):
        leaving.leave(asha, choice=Choice.KEEP)
        asha.refresh_from_db()
        backup = self.before(asha)
        leaving.come_back(asha)
        self.restore(backup)
        erasing.reapply_erasures()
        asha.refresh_from_db()
        assert not asha.has_left
        assert not Erasure.objects.exists()

    def test_leaves_alone_who_was_given_the_key_afterwards(self, asha):
        leave_for_good(asha)
        erasing.erase_due()
        newcomer = {"name": "Nia", "joined_at": timezone.now() + timedelta(days=1)}
        Member.objects.update(**newcomer, is_active=True, left_at=None, leaving_at=None)
        assert erasing.reapply_erasures() == 0
        asha.refresh_from_db()
        assert asha.name == "Nia"

    def test_writes_down_what_a_new_machine_has_no_file_of(self, asha):
        erasure = leaving.leave(asha, choice=Choice.KEEP)
        ledger.path().unlink()
        erasing.reapply_erasures()
        assert ledger.read()[asha.pk].due_at == erasure.due_at

    def test_reads_past_a_line_that_was_cut_off(self, asha):
        leaving.leave(asha, choice=Choice.KEEP)
        with ledger.path().open("a") as file:
            file.write('{"member_key": 1, "cho')
        leaving.come_back(asha)
        assert ledger.read()[asha.pk].returned_at
