"""A backup on a machine that has nothing yet, with SQLite, whatever the old one had."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site_settings

from harringay.backups import making, manifest
from harringay.backups.storing import Folder
from tests.harringay.backups.conftest import files_of

pytestmark = pytest.mark.django_db(transaction=True)

EMBEDDED = {"DATABASE_URL": "", "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "harringay.settings"}


@pytest.fixture
def manage(tmp_path):
    """Types a command there."""

    def run(*words: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, site_settings.BASE_DIR / "manage.py", *map(str, words)],
            env=os.environ | EMBEDDED | {"DATA_DIR": str(tmp_path / "new")},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def sums_in(path: Path) -> dict[str, str]:
    return {table.name: table.said_sha256 for table in manifest.read(Folder(path)).tables}


def test_restores_it_all(site, backups, manage, tmp_path, media_root):
    made = making.make_backup(backups).path

    restored = manage("restore", backups)

    assert restored.returncode == 0, restored.stderr
    assert manage("backup", tmp_path / "again").returncode == 0
    [again] = (tmp_path / "again").glob("backup-*")
    assert sums_in(again) == sums_in(made)
    assert files_of(tmp_path / "new" / "media") == files_of(media_root)
    assert manage("verify_audit").returncode == 0


def test_says_that_a_dump_is_cut_off_and_fails(site, backups, manage):
    dump = making.make_backup(backups).path / "tables" / "forum_reply.jsonl.gz"
    dump.write_bytes(dump.read_bytes()[:-20])

    failed = manage("restore", backups)

    assert failed.returncode == 1
    assert "forum_reply.jsonl.gz has" in failed.stderr
    assert "Traceback" not in failed.stderr
