"""What Lighthouse says of the main pages on a phone: `python -m bench.lighthouse`.

In a site of its own with the demo content (bench.environment). Speed is the middle of three looks,
as one is never like another; of the rest, which tests/journeys/access/test_lighthouse.py holds, one
is enough. That the machine is busy, or slower than Lighthouse expects, is told as a warning.
"""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import django

from bench import environment, load
from bench.environment import PROJECT

NODE = ".venv/bin/node"
LIGHTHOUSE = "node_modules/lighthouse/cli/index.js"
CHROMIUM = "/usr/bin/chromium"
WINDOWLESS = "--headless=new --no-sandbox --disable-gpu"
SPEED = "performance"
LASTING = ("accessibility", "best-practices", "seo")
LOOKS = 3
DISCUSSION = "/forum/topics/foxes-on-the-passage-again-what-worked-for-you"
PAGES = {
    "front page": "/",
    "discussion": DISCUSSION,
    "list": "/forum",
    "profile": "/profile/asha",
    "report form": f"/report?at={DISCUSSION}&kind=rules",
}
ENOUGH = 98


class Seen(NamedTuple):
    """What it says of one page, of 100, and where points were lost."""

    scores: dict[str, int]
    findings: list[str]
    warnings: list[str]


def look_at(address: str, categories: Sequence[str]) -> Seen:
    """One page as a phone has it, by Lighthouse's own settings.

    Raises load.Failed where it cannot be looked at.
    """
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "report.json"
        done = subprocess.run(
            [
                *(PROJECT / NODE, PROJECT / LIGHTHOUSE, address, "--quiet"),
                *("--output=json", f"--output-path={written}"),
                f"--only-categories={','.join(categories)}",
                f"--chrome-flags={WINDOWLESS}",
            ],
            env=os.environ | {"CHROME_PATH": CHROMIUM},
            capture_output=True,
            text=True,
            check=False,
        )
        if not written.is_file():
            raise load.Failed(f"Lighthouse could not look at {address}: {done.stderr}")
        return _read(json.loads(written.read_text()))


def _read(report: dict[str, dict[str, dict[str, object]]]) -> Seen:
    scores, findings = {}, []
    for name, category in report["categories"].items():
        scores[name] = round(100 * float(str(category["score"] or 0)))
        for part in category["auditRefs"]:  # type: ignore[attr-defined]
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] not in {None, 1}:
                findings.append(f"{name}: {audit['title']} ({part['id']})")
    return Seen(scores, findings, [str(warning) for warning in report["runWarnings"]])


def main() -> None:
    environment.prepare("lighthouse")
    os.environ["DEMO"] = "true"
    django.setup()
    # The site's models can be imported only now.
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from bench import servers  # noqa: PLC0415

    call_command("set_up", verbosity=0)
    with servers.site():
        seen = {name: _look_thrice(f"{settings.SITE_URL}{path}") for name, path in PAGES.items()}
    print(_table(seen))


def _look_thrice(address: str) -> Seen:
    seen = look_at(address, [SPEED, *LASTING])
    again = [look_at(address, [SPEED]) for _ in range(LOOKS - 1)]
    speeds = [each.scores[SPEED] for each in (seen, *again)]
    return seen._replace(scores=seen.scores | {SPEED: round(statistics.median(speeds))})


def _table(seen: dict[str, Seen]) -> str:
    lines = ["| page | speed | accessibility | best practices | SEO |", "|---|--:|--:|--:|--:|"]
    for name, each in seen.items():
        scores = (each.scores[category] for category in (SPEED, *LASTING))
        lines.append(f"| {name} | {' | '.join(map(str, scores))} |")
    for name, each in seen.items():
        lines += [f"{name}: {remark}" for remark in (*each.findings, *each.warnings)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
