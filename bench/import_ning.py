"""Moving in: how long 100,000 comments take, and that memory does not grow with their number.

Run as `.venv/bin/python bench/import_ning.py [COMMENTS]`; it writes only to a folder of its own.
"""

import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MEMBERS = 2_000
COMMENTS_EACH = 20
FIRST = datetime(2007, 7, 20, tzinfo=UTC)
WORDS = ("parking", "ladder", "council", "Green Lanes", "foxes", "bins", "café", "the", "a", "of")
SHARE_OF_ANSWERS = 0.6


def main() -> None:
    comments = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{'comments':>10} {'seconds':>8} {'CPU':>7} {'ms each':>8} {'peak MB':>8} {'again':>7}")
    for number in (comments // 4, comments):
        with tempfile.TemporaryDirectory() as folder:
            _measure(number, Path(folder))


def _measure(comments: int, folder: Path) -> None:
    _write_archive(comments, folder / "archive")
    environment = os.environ | {
        "DATA_DIR": str(folder / "data"),
        "SECRET_KEY": secrets.token_urlsafe(60),
    }
    _manage(["migrate", "--verbosity", "0"], environment)
    seconds, cpu, peak = _manage(["import_ning", str(folder / "archive")], environment)
    again, _, _ = _manage(["import_ning", str(folder / "archive")], environment)
    each = 1000 * cpu / comments
    print(f"{comments:>10,} {seconds:>8.1f} {cpu:>7.1f} {each:>8.2f} {peak:>8.0f} {again:>7.1f}")


def _manage(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of work, and the most memory that the process had, in MB."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments[0]} failed")
    worked = usage.ru_utime + usage.ru_stime
    return time.monotonic() - began, worked, usage.ru_maxrss / 1024


def _write_archive(comments: int, folder: Path) -> None:
    """A wrapped file, newest first, without commas, as exports are."""
    folder.mkdir()
    chance = random.Random(844301)
    members = [
        {"contributorName": f"neighbour{n}", "fullName": f"Neighbour {n}",
         "email": f"n{n}@example.org", "level": "member", "state": "active"}
        for n in range(MEMBERS)
    ]  # fmt: skip
    (folder / "ning-members.json").write_text(json.dumps(members))
    with (folder / "ning-discussions.json").open("w") as file:
        file.write("([")
        for number in range(comments // COMMENTS_EACH, 0, -1):
            file.write(json.dumps(_discussion(number, chance)))
        file.write("])")


def _discussion(number: int, chance: random.Random) -> dict[str, object]:
    started = FIRST + timedelta(hours=number * 7)
    paths: list[str] = []
    comments = []
    for nth in range(COMMENTS_EACH):
        above = chance.choice(["", *paths[-5:]]) if chance.random() < SHARE_OF_ANSWERS else ""
        paths.append(f"{above} {1_000_000 + nth}".strip())
        comments.append(
            _post(f"844301:Comment:{number * 100 + nth}", chance, started + timedelta(hours=nth))
            | {"commentTimestamps": paths[-1]}
        )
    return _post(f"844301:Topic:{number * 100}", chance, started) | {
        "title": " ".join(chance.choices(WORDS, k=6)),
        "category": chance.choice(["Traffic", "Planning", "History", "Food &amp; drink"]),
        "comments": comments[::-1],
    }


def _post(old_id: str, chance: random.Random, moment: datetime) -> dict[str, object]:
    paragraphs = (" ".join(chance.choices(WORDS, k=chance.randint(10, 60))) for _ in range(2))
    return {
        "id": old_id,
        "contributorName": f"neighbour{chance.randrange(MEMBERS)}",
        "description": "".join(f"<p>{text.capitalize()}.</p>\n" for text in paragraphs),
        "createdDate": moment.isoformat(),
    }


if __name__ == "__main__":
    main()
