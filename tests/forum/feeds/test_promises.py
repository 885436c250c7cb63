"""What docs/FEEDS.md says is held by tests, is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NAMED = re.compile(r"`([\w/]+\.py)?(?:::(\w+))?`")


def test_every_test_that_is_named_is_there():
    lines = (ROOT / "docs/FEEDS.md").read_text().splitlines()
    rows = [line for line in lines if ".py" in line]
    assert len(rows) == 35 + 6
    for row in rows:
        file = ""
        for path, name in NAMED.findall(row):
            file = path or file
            if file:
                source = (ROOT / "tests" / file).read_text()
                assert not name or f"\nclass {name}:" in source, f"{file}::{name}"
