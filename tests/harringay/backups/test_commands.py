from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from forum.models import Reply
from harringay.backups import naming

pytestmark = pytest.mark.django_db(transaction=True)


def say(command: str, *words: object, **options: object) -> str:
    out = StringIO()
    call_command(command, *map(str, words), stdout=out, **options)
    return out.getvalue()


class TestBackup:
    def test_says_what_it_did_and_that_anyone_can_read_it(self, site, backups):
        said = say("backup", backups)

        [path] = naming.finished_in(backups)
        assert f"2 files are in {path}." in said
        assert "They are not encrypted" in said

    def test_says_that_the_key_is_needed(self, site, backups, settings):
        settings.DATA_KEY = "what the owner keeps in a drawer"

        assert "sealed with DATA_KEY" in say("backup", backups)

    def test_fails_where_there_is_no_database(self, site, backups, monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")

        with pytest.raises(CommandError, match="No backup was made"):
            say("backup", backups)

        assert not naming.finished_in(backups)

    def test_fails_where_it_cannot_write(self, site, tmp_path):
        (tmp_path / "file").touch()

        with pytest.raises(CommandError, match="No backup was made"):
            say("backup", tmp_path / "file")


class TestRestore:
    def test_says_what_it_brought_back(self, site, backups):
        say("backup", backups)

        said = say("restore", backups, replace=True)

        assert "is restored" in said
        assert "2 files, from http://127.0.0.1:8000" in said

    def test_fails_for_a_damaged_backup(self, site, backups):
        say("backup", backups)
        (naming.finished_in(backups)[0] / "tables" / "forum_reply.jsonl.gz").write_bytes(b"")

        with pytest.raises(CommandError, match=r"forum_reply.jsonl.gz has 0 bytes of"):
            say("restore", backups, replace=True)
        with pytest.raises(CommandError, match=r"forum_reply.jsonl.gz has 0 bytes of"):
            say("restore", backups, check=True)

    def test_only_looks_where_it_is_told_to(self, site, backups):
        say("backup", backups)
        Reply.objects.update(body="Changed since")

        assert "is whole" in say("restore", backups, check=True)

        assert set(Reply.objects.values_list("body", flat=True)) == {"Changed since"}
