"""The command."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forum.models import Discussion
from members.models import Member
from tests.factories import make_discussion, make_member
from tests.forum.archive.moving_in import FIXTURE

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("import_ning", FIXTURE, *options, stdout=out)
    return out.getvalue()


class TestImportNing:
    def test_says_at_its_end_what_it_did(self):
        said = run()
        assert "13  discussions" in said
        assert "9  replies" in said
        assert "discussions/13-missing.pdf" in said

    def test_takes_profile_addresses_from_the_csv(self):
        run("--members-csv", FIXTURE / "members.csv")
        assert Member.objects.get(legacy_name="3a28calx54gma").address == "paulineandjoe"

    def test_removes_demo_content_first_and_says_so(self):
        owner = make_member(name="Demo Owner", email="owner@example.org", is_demo=True)
        make_discussion(author=owner)
        assert "Removed the demo content, its logins included." in run()
        assert not Member.objects.filter(is_demo=True).exists()
        assert Discussion.objects.count() == 13

    def test_writes_nothing_in_a_dry_run(self):
        make_member(is_demo=True)
        assert run("--dry-run").startswith("A dry run: nothing was written.")
        assert Member.objects.count() == 1
        assert not Discussion.objects.exists()

    @pytest.mark.parametrize("name", ["report.json", "report.txt"])
    def test_writes_the_whole_report(self, tmp_path, name):
        run("--report", tmp_path / name)
        assert "gone4ever" in (tmp_path / name).read_text()

    def test_the_json_report_is_data(self, tmp_path):
        run("--report", tmp_path / "report.json")
        report = json.loads((tmp_path / "report.json").read_text())
        assert report["added"]["discussions"] == 13
        assert report["hidden"]["A draft on the old site"] == 1

    def test_fails_where_there_is_no_archive(self, tmp_path):
        with pytest.raises(CommandError, match=r"ning-members\.json"):
            call_command("import_ning", tmp_path)

    def test_fails_before_it_begins_where_it_could_not_report(self, tmp_path):
        with pytest.raises(CommandError, match="report cannot be written"):
            run("--report", tmp_path / "no" / "report.txt")
        assert not Discussion.objects.exists()

    def test_fails_where_the_csv_is_something_else(self, tmp_path):
        (tmp_path / "members.csv").write_text("a,b\n")
        with pytest.raises(CommandError, match="no columns"):
            run("--members-csv", tmp_path / "members.csv")
