"""What moving in found, did and could not do: for the owner to read, and for a program."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from forum.archive.reader import Loss

EXAMPLES = 5

_LISTS = (
    ("losses", "Damaged places in the files"),
    ("unknown_authors", "Authors who are not in the member list, shown as former members"),
    ("duplicate_emails", "Members without their e-mail address, because another has it"),
    ("bad_emails", "Members without an e-mail address that works"),
    ("missing_files", "Pictures and files that are not in the archive"),
    ("refused_files", "Paths that lead out of the archive"),
    ("kept_as_downloads", "Pictures that could only be kept as downloads"),
    ("old_links", "Links to files that die with the old site (fetch them before it closes)"),
    ("kept_as_text", "Texts too long or too deep to keep as HTML, kept as plain text"),
    ("changed_since", "Objects that an earlier run moved in and that say something else now"),
)


@dataclass
class Report:
    """Counts by what they count, and everything worth a look, each on a line of its own."""

    is_dry_run: bool = False
    started_at: datetime = field(default_factory=timezone.now)
    found: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    already_here: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    losses: list[Loss] = field(default_factory=list)
    unknown_authors: Counter[str] = field(default_factory=Counter)
    duplicate_emails: list[str] = field(default_factory=list)
    bad_emails: list[str] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)
    refused_files: list[str] = field(default_factory=list)
    kept_as_downloads: list[str] = field(default_factory=list)
    old_links: list[str] = field(default_factory=list)
    kept_as_text: list[str] = field(default_factory=list)
    changed_since: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Everything, as JSON where the name ends so, else as text."""
        is_json = path.suffix.lower() == ".json"
        text = json.dumps(self.as_data(), indent=2) if is_json else "\n".join(self.lines())
        path.write_text(f"{text}\n", encoding="utf-8")

    def as_data(self) -> dict[str, Any]:
        return vars(self) | {
            "started_at": self.started_at.isoformat(),
            "losses": [asdict(loss) for loss in self.losses],
        }

    def summary(self) -> Iterator[str]:
        """For the end of a run: every count, and the first few of each list."""
        return self.lines(most=EXAMPLES)

    def lines(self, most: int | None = None) -> Iterator[str]:
        yield "A dry run: nothing was written." if self.is_dry_run else "Moved in."
        yield from _counts("Demo content removed", self.removed)
        yield from _counts("Found in the archive", self.found)
        yield from _counts("Added", self.added)
        yield from _counts("Already here, and left as they are", self.already_here)
        yield from _counts("Hidden from all but moderators", self.hidden)
        for name, heading in _LISTS:
            yield from _list(heading, getattr(self, name), most)


def _counts(heading: str, counts: Counter[str]) -> Iterator[str]:
    if counts.total():
        yield f"{heading}:"
        yield from (f"  {number:>9,}  {what}" for what, number in counts.items() if number)


def _list(heading: str, found: Any, most: int | None) -> Iterator[str]:
    lines = [_line(each) for each in found]
    if lines:
        yield f"{heading}: {len(lines):,}"
        yield from (f"  {line}" for line in lines[:most])
        if most is not None and len(lines) > most:
            yield f"  and {len(lines) - most:,} more"


def _line(each: Any) -> str:
    if isinstance(each, Loss):
        return f"{each.file}, bytes {each.start:,} to {each.end:,}: {each.reason}"
    return str(each)
