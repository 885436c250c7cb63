"""Whoever asked to be forgotten after a backup was made is not brought back by it."""

from io import StringIO

import pytest
from django.core.management import call_command

from harringay.backups import making, restoring
from harringay.backups.errors import BackupDamaged
from members import erasing, leaving, ledger
from members.models import Choice, Erasure, Member
from tests.members.parting_with import leave_for_good

pytestmark = pytest.mark.django_db(transaction=True)


def restore(path) -> restoring.Restored:
    return restoring.restore(restoring.newest_in(path), replaces=True)


def is_forgotten(member: Member, media_root) -> bool:
    member.refresh_from_db()
    return (member.name, member.email) == ("Former member", None) and not list(
        media_root.rglob("*.webp")
    )


class TestReapply:
    @pytest.fixture
    def older(self, site, backups, asha, media_root):
        """A backup that knows Asha, who was erased after it was made."""
        path = making.make_backup(backups).path
        leave_for_good(asha)
        erasing.erase_due()
        assert is_forgotten(asha, media_root)
        return path

    def test_forgets_again_whom_a_backup_brings_back(self, older, asha, media_root):
        assert restore(older).forgotten == 1

        assert is_forgotten(asha, media_root)

    def test_forgets_on_a_new_machine_too(self, older, backups, asha, media_root):
        newer = making.make_backup(backups).path
        ledger.path().unlink()
        Erasure.objects.all().delete()

        assert restore(older).forgotten == 1
        assert is_forgotten(asha, media_root)
        ledger.path().unlink()
        restore(newer)
        assert ledger.read()[asha.pk].done_at

    def test_asks_an_older_ledger_where_the_newest_is_damaged(
        self, older, backups, asha, media_root
    ):
        making.make_backup(backups)
        (making.make_backup(backups).path / "erasures.jsonl").write_text("")
        ledger.path().unlink()

        restore(older)

        assert is_forgotten(asha, media_root)

    def test_leaves_who_came_back(self, site, backups, ben):
        leaving.leave(ben, choice=Choice.KEEP)
        old_ledger = ledger.path().read_text()
        older = making.make_backup(backups).path
        ben.refresh_from_db()
        leaving.come_back(ben)
        making.make_backup(backups)
        # A machine that has an older copy of the file.
        ledger.path().write_text(old_ledger)

        restore(older)

        ben.refresh_from_db()
        assert not ben.has_left

    def test_says_how_many(self, older):
        out = StringIO()

        call_command("restore", str(older), replace=True, stdout=out)

        assert "Erased again, as they had asked since: 1 members." in out.getvalue()

    def test_notices_a_damaged_ledger(self, older, backups):
        newer = making.make_backup(backups).path
        (newer / "erasures.jsonl").write_text("")

        with pytest.raises(BackupDamaged, match=r"erasures.jsonl has 0 bytes"):
            restore(newer)
