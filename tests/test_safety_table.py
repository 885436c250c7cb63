"""That docs/SAFETY.md names a test for each requirement, and none that is not there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
TABLE = (TESTS.parent / "docs/SAFETY.md").read_text()
NEEDED = {
    *(f"L-{number:02}" for number in range(1, 67)),
    *("S-23", "S-51", "S-62"),
    *(f"S-{number}" for number in (*range(27, 36), *range(55, 62))),
    *(f"R-{number:02}" for number in range(5, 13)),
}
NAMED = sorted(set(re.findall(r"`([\w/]+\.py(?:::\w+)?)`", TABLE)) - {"tests/test_safety_table.py"})


def test_every_requirement_has_a_row_with_a_test():
    rows = dict(re.findall(r"^\| ([LSR]-\d+) \| (.+?) \|", TABLE, re.MULTILINE))

    assert set(rows) == NEEDED
    assert all(".py" in tests for tests in rows.values())


@pytest.mark.parametrize("name", NAMED)
def test_every_test_that_is_named_is_there(name):
    path, _, group = name.partition("::")
    source = (TESTS / path).read_text()

    assert not group or re.search(rf"^class {group}\b", source, re.MULTILINE)
