import fcntl
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import InternalError, connection, connections
from django.utils import timezone

from forum.models import Discussion
from harringay.backups import making, naming, rows, trees
from harringay.backups.errors import BackupRefused
from harringay.backups.snapshot import snapshot
from harringay.sealing import MARK
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db(transaction=True)

PORTRAIT = "media/avatars/*/96.webp"


def make(place: Path) -> making.Made:
    return making.make_backup(place)


def portrait_in(made: making.Made) -> Path:
    [found] = made.path.glob(f"{PORTRAIT}*")
    return found


class TestMakeBackup:
    def test_holds_every_row_and_every_file(self, site, backups):
        manifest = make(backups).manifest

        counted = {table.name: table.rows for table in manifest.tables}
        assert (counted["forum_discussion"], counted["forum_reply"]) == (1, 2)
        assert counted["members_member"] == 3
        assert manifest.files == 2

    def test_leaves_no_table_out_by_oversight(self, site, backups):
        saved = {table.name for table in make(backups).manifest.tables}

        for name in connection.introspection.table_names():
            is_index = name.startswith(rows.INDEXES)
            assert name in saved or name in rows.LEFT_OUT or is_index, f"{name}: saved or not?"

    def test_knows_every_model_of_the_site(self):
        saved = {*map(rows.table_of, rows.saved_models()), *rows.LEFT_OUT}

        for model in apps.get_models(include_auto_created=True):
            assert rows.table_of(model) in saved, f"{model}: unmanaged models need a thought"

    def test_can_be_read_by_the_owner_alone(self, site, backups):
        path = make(backups).path

        files = [found for found in path.rglob("*") if found.is_file()]
        for found in (backups, path, *files):
            assert found.stat().st_mode & 0o077 == 0, found

    def test_stores_a_picture_once_for_all_nights(self, site, backups):
        first, second = make(backups), make(backups)

        assert portrait_in(first).samefile(portrait_in(second))

    def test_stores_a_picture_again_that_was_damaged_where_it_lay(self, site, backups):
        portrait_in(make(backups)).write_bytes(b"small")

        assert portrait_in(make(backups)).read_bytes() == b"small portrait"

    def test_stores_a_picture_again_that_has_changed(self, site, backups, media_root):
        first = make(backups)
        next(media_root.rglob("96.webp")).write_bytes(b"other portrait")

        assert portrait_in(make(backups)).read_bytes() == b"other portrait"
        assert portrait_in(first).read_bytes() == b"small portrait"

    def test_follows_no_link_out_of_the_media(self, site, backups, media_root, tmp_path):
        (tmp_path / "secret-key").write_text("fifty characters")
        (media_root / "avatars" / "link").symlink_to(tmp_path / "secret-key")
        (media_root / "avatars" / "all").symlink_to(tmp_path)

        assert make(backups).manifest.files == 2

    def test_removes_what_is_older_than_thirty_five_days(self, site, backups, monkeypatch):
        now = timezone.now()
        for days in (36, 34, 0):
            moment = now - timedelta(days=days)
            monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
            made = make(backups)

        assert len(naming.finished_in(backups)) == 2
        assert made.removed == [f"backup-{now - timedelta(days=36):%Y-%m-%dT%H%M%SZ}"]

    def test_removes_nothing_else_that_lies_there(self, site, backups):
        others = [backups / "photos", backups / "backup-2019-01-01", backups / "notes.txt"]
        for folder in others:
            folder.mkdir(parents=True)

        make(backups)

        assert all(folder.exists() for folder in others)

    def test_removes_nothing_old_when_it_fails(self, site, backups, monkeypatch):
        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now - timedelta(days=36))
        old = make(backups).path
        monkeypatch.setattr(timezone, "now", lambda: now)
        shutil.rmtree(old / "media")
        monkeypatch.setattr(trees, "copy", _disk_is_full)

        with pytest.raises(OSError, match="No space left"):
            make(backups)

        assert {path.name for path in backups.iterdir()} == {".lock", old.name}

    def test_removes_what_a_run_that_was_killed_has_left(self, site, backups):
        left = backups / ".unfinished-backup-2026-11-27T031500Z"
        left.mkdir(parents=True)

        make(backups)

        assert not left.exists()

    def test_is_made_one_at_a_time(self, site, backups):
        backups.mkdir()
        with (backups / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with pytest.raises(BackupRefused, match="Another backup"):
                make(backups)

    def test_two_in_one_second_are_two(self, site, backups, monkeypatch):
        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now)

        first, second = make(backups), make(backups)

        assert naming.finished_in(backups) == [first.path, second.path]

    def test_is_not_made_among_what_is_backed_up(self, site, media_root):
        with pytest.raises(BackupRefused, match="is backed up itself"):
            make(media_root / "backups")


class TestSealed:
    @pytest.fixture(autouse=True)
    def _key(self, settings):
        settings.DATA_KEY = "what the owner keeps in a drawer"

    def test_holds_no_file_that_can_be_read_without_the_key(self, site, backups):
        files = [path for path in make(backups).path.rglob("*") if path.is_file()]

        assert len(files) > 40
        assert all(path.read_bytes().startswith(MARK) for path in files)

    def test_stores_a_picture_once_too(self, site, backups):
        first, second = make(backups), make(backups)

        assert portrait_in(first).samefile(portrait_in(second))

    def test_takes_no_file_from_a_backup_that_is_not_sealed(self, site, backups, settings):
        key, settings.DATA_KEY = settings.DATA_KEY, ""
        plain = make(backups)
        settings.DATA_KEY = key

        sealed = make(backups)

        assert not portrait_in(sealed).samefile(portrait_in(plain))

    def test_takes_no_file_that_another_key_sealed(self, site, backups, settings):
        first = make(backups)
        settings.DATA_KEY = "a new one"

        assert not portrait_in(make(backups)).samefile(portrait_in(first))


class TestSnapshot:
    @pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own way")
    def test_sees_nothing_of_what_is_written_meanwhile(self, site):
        with snapshot() as using:
            assert Discussion.objects.using(using).count() == 1
            make_discussion()
            assert Discussion.objects.using(using).count() == 1
        assert Discussion.objects.count() == 2

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own way")
    def test_can_do_no_more_than_read(self, site):
        with pytest.raises(InternalError, match="read-only"), snapshot() as using:
            Discussion.objects.using(using).update(title="Wolves")

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way")
    def test_keeps_nobody_from_writing(self, tmp_path, monkeypatch):
        """In a file, as a database in memory has no journal."""
        with sqlite3.connect(tmp_path / "site.sqlite3") as other:
            other.executescript("PRAGMA journal_mode=WAL; CREATE TABLE foxes (id INTEGER);")
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "site.sqlite3"))

        with snapshot() as using:
            assert count_foxes(using) == 0
            other.execute("INSERT INTO foxes VALUES (1)")
            other.commit()
            assert count_foxes(using) == 0
        assert other.execute("SELECT COUNT(*) FROM foxes").fetchone() == (1,)
        other.close()


def count_foxes(using: str) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM foxes")
        return int(cursor.fetchone()[0])


def _disk_is_full(source, target):
    raise OSError(28, "No space left on device")
