"""Whoever locks a new version has looked for advisories about it (safety S-56)."""

import re
import tomllib

from tests.test_conventions import ROOT

SECURITY = (ROOT / "docs" / "SECURITY.md").read_text()


def test_every_package_that_we_ask_for_is_in_the_table_with_its_version():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[^\w-]", each)[0] for each in asked}
    lock = (ROOT / "requirements.txt").read_text()
    locked = re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE)
    told = re.findall(r"^\| ([\w.-]+) (\d[\w.]*) \| .+ \|$", SECURITY, re.MULTILINE)
    assert set(told) == {(name, version) for name, version in locked if name in names}


def test_the_table_has_a_date():
    assert re.search(r"^Versions of \d+ \w+ 20\d\d\.", SECURITY, re.MULTILINE)


def test_it_says_how_soon_a_hole_is_mended():
    for bad, within in (("critical", "48 hours"), ("high", "7 days"), ("medium", "30 days")):
        assert re.search(rf"^\| {bad} \|.*\| {within} \|$", SECURITY, re.MULTILINE)
