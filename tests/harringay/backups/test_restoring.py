import os
from itertools import count

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from forum import changes
from forum.models import Discussion
from forum.moderation import auditing, guarding
from forum.searching import Search, parse, search
from harringay.backups import making, restoring
from harringay.backups.errors import BackupDamaged, BackupRefused
from tests.factories import make_discussion, make_member, make_reply
from tests.harringay.backups import forging

pytestmark = pytest.mark.django_db(transaction=True)


def lose_everything(media_root) -> None:
    """The drill of safety R-10: drop."""
    guarding.lift_triggers()
    call_command("flush", verbosity=0, interactive=False)
    guarding.lay_triggers()
    for path in media_root.rglob("*.webp"):
        path.unlink()


def found(words: str) -> int:
    return len(search(Search(parse(words)), viewer=AnonymousUser()).page.items)


class TestRestore:
    def test_brings_everything_back(self, site, backups, said, restore, media_root):
        before = said()
        making.make_backup(backups)
        lose_everything(media_root)

        manifest = restore().manifest

        assert said() == before
        assert manifest.rows == sum(table.rows for table in manifest.tables) > 20
        assert auditing.verify() == []

    def test_takes_away_what_has_come_since(self, site, backups, said, restore, media_root):
        before = said()
        making.make_backup(backups)
        make_reply(discussion=site)
        (media_root / "avatars" / "new").mkdir()
        (media_root / "avatars" / "new" / "96.webp").write_bytes(b"new")

        restore(replaces=True)

        assert said() == before

    def test_may_be_done_again(self, site, backups, said, restore):
        before = said()
        making.make_backup(backups)

        restore(replaces=True)
        restore(replaces=True)

        assert said() == before

    def test_of_a_sealed_backup_needs_its_key(self, site, backups, said, restore, settings):
        settings.DATA_KEY = "what the owner keeps in a drawer"
        before = said()
        making.make_backup(backups)

        settings.DATA_KEY = ""
        with pytest.raises(BackupRefused, match="set DATA_KEY"):
            restore(replaces=True)
        settings.DATA_KEY = "another"
        with pytest.raises(BackupDamaged, match="not what it was made with"):
            restore(replaces=True)
        settings.DATA_KEY = "what the owner keeps in a drawer"
        restore(replaces=True)
        assert said() == before

    def test_is_refused_where_somebody_has_moved_in(self, site, backups, said, restore):
        making.make_backup(backups)
        make_member(name="New Neighbour")
        before = said()

        with pytest.raises(BackupRefused, match="--replace"):
            restore()

        assert said() == before

    def test_takes_the_newest(self, site, backups, restore):
        making.make_backup(backups)
        make_discussion(title="Since then")
        making.make_backup(backups)

        restore(replaces=True)

        assert Discussion.objects.filter(title="Since then").exists()

    def test_takes_an_older_one_by_its_folder(self, site, backups):
        older = making.make_backup(backups).path
        make_discussion(title="Since then")
        making.make_backup(backups)

        restoring.restore(restoring.newest_in(older), replaces=True)

        assert not Discussion.objects.filter(title="Since then").exists()

    def test_signs_everybody_out(self, site, asha_client, backups, restore):
        making.make_backup(backups)
        assert asha_client.get("/settings").status_code == 200

        restore(replaces=True)

        assert asha_client.get("/settings").status_code == 302

    def test_is_seen_by_visitors_at_once(self, site, client, backups, restore):
        making.make_backup(backups)
        Discussion.objects.update(title="Wolves")
        assert b"Wolves" in client.get("/").content
        version = changes.version()

        restore(replaces=True)

        assert b"Wolves" not in client.get("/").content
        assert int(changes.version()) > int(version)

    def test_leaves_a_site_that_goes_on(self, site, backups, restore, media_root):
        making.make_backup(backups)
        lose_everything(media_root)
        restore()
        version = changes.version()

        make_reply(discussion=Discussion.objects.get(), body="Hedgehogs, no less.")

        assert found("hedgehogs") == found("badgers") == 1
        assert changes.version() != version


class TestRestoreOfADamagedBackup:
    @pytest.fixture
    def backup(self, site, backups):
        """A backup, after which the site has gone on."""
        path = making.make_backup(backups).path
        make_reply(discussion=site)
        return path

    @pytest.fixture
    def changes_nothing(self, said, restore, backup):
        """Whatever is done to it, the restore says what is wrong, and the site is as it was."""
        before = said()

        def check(problem: str) -> None:
            with pytest.raises(BackupRefused, match=problem):
                restore(replaces=True)
            assert said() == before

        return check

    def test_that_is_cut_off(self, backup, changes_nothing):
        dump = backup / "tables" / "forum_reply.jsonl.gz"
        dump.write_bytes(dump.read_bytes()[:-20])

        changes_nothing("forum_reply.jsonl.gz has .* bytes of")

    @pytest.mark.parametrize("size", [0, 1, 100, -1])
    def test_whose_manifest_is_cut_off(self, backup, changes_nothing, size):
        path = backup / "manifest.json"
        path.write_bytes(path.read_bytes()[:size])

        changes_nothing("manifest.json is not whole")

    def test_whose_manifest_is_gone(self, backup, changes_nothing):
        (backup / "manifest.json").unlink()

        changes_nothing("manifest.json is missing")

    @pytest.mark.parametrize("name", ["tables/forum_reply.jsonl.gz", "media.jsonl.gz"])
    def test_of_which_one_byte_is_another(self, backup, changes_nothing, name):
        path = backup / name
        changed = bytearray(path.read_bytes())
        changed[len(changed) // 2] ^= 1
        path.write_bytes(changed)

        changes_nothing(f"{path.name} is not what was written")

    def test_of_which_a_picture_is_gone(self, backup, changes_nothing):
        next(backup.rglob("512.webp")).unlink()

        changes_nothing("512.webp is missing")

    def test_that_has_fewer_rows_than_it_says(self, backup, changes_nothing):
        forging.change_table(backup, "forum_reply", rows=3)

        changes_nothing("gave 2 rows of 3")

    def test_that_has_other_columns(self, backup, changes_nothing):
        forging.change_table(backup, "forum_reply", columns=["id"])

        changes_nothing("no row of this table")

    @pytest.mark.parametrize("row", [[1], ["a", "b"], {"id": 1}, None])
    def test_that_has_rows_of_another_shape(self, backup, changes_nothing, row):
        forging.change_lines(backup, "forum_reply", lambda _lines: [row])

        changes_nothing("no row of this table")

    def test_that_names_a_member_who_is_not_there(self, backup, changes_nothing):
        forging.change_lines(backup, "members_member", lambda lines: lines[1:])

        changes_nothing("the database does not take")

    def test_that_has_a_row_twice(self, backup, changes_nothing):
        forging.change_lines(backup, "forum_reply", lambda lines: [*lines, lines[0]])

        changes_nothing("the database does not take")

    def test_that_would_write_outside_the_media(self, backup, changes_nothing, tmp_path):
        forging.change_files(backup, lambda kept: kept | {"path": "../escaped"})

        changes_nothing("outside its folder")
        assert not (tmp_path / "escaped").exists()

    def test_that_would_read_outside_itself(self, backup, changes_nothing, tmp_path):
        (tmp_path / "elsewhere").write_text("secret")
        elsewhere = {"name": "../../elsewhere", "size": 6, "sha256": ""}
        forging.change_files(backup, lambda kept: kept | {"stored": elsewhere})

        changes_nothing("outside the backup")

    def test_of_another_release(self, backup, changes_nothing):
        forging.change_manifest(backup, migrations=["forum.0099_from_the_future"])

        changes_nothing("another release.*forum.0099_from_the_future")

    def test_whose_files_cannot_all_be_put_back(
        self, backup, said, restore, media_root, monkeypatch
    ):
        for path in media_root.rglob("*.webp"):
            path.unlink()
        before = said()
        calls = count(1)
        monkeypatch.setattr(os, "utime", lambda *_, **__: next(calls) == 1 or _disk_is_full())

        with pytest.raises(OSError, match="No space left"):
            restore(replaces=True)

        assert said() == before


class TestNewestIn:
    def test_says_that_there_is_none(self, tmp_path):
        with pytest.raises(BackupRefused, match="There is no backup"):
            restoring.newest_in(tmp_path)

    def test_says_that_there_is_no_such_folder(self, tmp_path):
        with pytest.raises(BackupRefused, match="is no folder"):
            restoring.newest_in(tmp_path / "nowhere")

    def test_takes_no_unfinished_one(self, tmp_path):
        (tmp_path / ".unfinished-backup-2026-11-27T031500Z").mkdir()

        with pytest.raises(BackupRefused, match="There is no backup"):
            restoring.newest_in(tmp_path)


def _disk_is_full():
    raise OSError(28, "No space left on device")
