"""The members' CSV."""

from pathlib import Path

import pytest

from forum.archive import roster


class TestProfileAddresses:
    def test_go_by_e_mail_whatever_its_case(self):
        assert roster.profile_addresses(Path("tests/data/ning/members.csv")) == {
            "hugh@example.org": "HughFlouch",
            "pauline@example.org": "PaulineAndJoe",
        }

    def test_another_file_is_refused(self, tmp_path):
        (tmp_path / "other.csv").write_text("a,b\n1,2\n")
        with pytest.raises(roster.NotARoster):
            roster.profile_addresses(tmp_path / "other.csv")

    def test_short_rows_and_windows_1252_do_no_harm(self, tmp_path):
        rows = "Name,Email,Profile Address\nCafé,cafe@example.org/,cafe\nNobody\n"
        (tmp_path / "members.csv").write_bytes(rows.encode("cp1252"))
        assert roster.profile_addresses(tmp_path / "members.csv") == {"cafe@example.org": "cafe"}
