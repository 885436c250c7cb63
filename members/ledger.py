"""The ledger of erasures as a file, which a restored backup does not take back.

A backup knows nothing of who asked to be forgotten since it was made, and would bring them back
(safety L-51, R-10). Each change of an Erasure is a line here too: a key, a choice and moments, and
nothing personal. Whoever restores keeps this file, and then calls erasing.reapply_erasures.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from members.models import Erasure


class Entry(NamedTuple):
    """How it stands with one member by the newest line about them."""

    member_key: int
    joined_at: datetime
    choice: str
    asked_at: datetime
    due_at: datetime
    done_at: datetime | None
    returned_at: datetime | None


def path() -> Path:
    return Path(settings.ERASURE_LEDGER)


def note(erasure: Erasure) -> None:
    """Write a line about an erasure as it is now, once that is committed."""
    _write(erasure, returned_at=None)


def note_return(erasure: Erasure) -> None:
    """Write down that somebody came back."""
    _write(erasure, returned_at=timezone.now())


def read() -> dict[int, Entry]:
    """The newest entry for each member; a line that was cut off says nothing."""
    return {entry.member_key: entry for entry in sorted(_entries(), key=_written_at)}


def take_in(lines: Iterable[str]) -> None:
    """Add what another copy of the file has and this one lacks, in whatever order."""
    own = set(path().read_text().splitlines()) if path().exists() else set()
    lacking = [line for line in lines if line and line not in own]
    if lacking:
        _append("\n".join(lacking))


def _write(erasure: Erasure, *, returned_at: datetime | None) -> None:
    entry = Entry(
        erasure.member_key,
        erasure.joined_at,
        erasure.choice,
        erasure.asked_at,
        erasure.due_at,
        erasure.done_at,
        returned_at,
    )
    line = json.dumps(entry._asdict(), default=datetime.isoformat)
    transaction.on_commit(lambda: _append(line))


def _append(line: str) -> None:
    ledger = path()
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.open("a") as file:
        # The newline comes first too: what was cut off before stays a line of its own.
        file.write(f"\n{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _entries() -> Iterator[Entry]:
    ledger = path()
    for line in ledger.read_text().splitlines() if ledger.exists() else ():
        try:
            said = json.loads(line)
            moments = {name: said[name] and parse_datetime(said[name]) for name in _MOMENTS}
            yield Entry(**{**said, **moments})
        except (ValueError, KeyError, TypeError):
            continue


def _written_at(entry: Entry) -> datetime:
    """The moment of what a line tells of; lines of one moment stand in the order of the file."""
    return entry.returned_at or entry.done_at or entry.asked_at


_MOMENTS = ("joined_at", "asked_at", "due_at", "done_at", "returned_at")
