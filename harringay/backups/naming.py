"""What the folders of backups are called: by the moment, so that the newest is the last by name."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

# Of one that is not whole yet, or never will be.
UNFINISHED: Final = ".unfinished-"

_FINISHED: Final = re.compile(r"backup-\d{4}-\d\d-\d\dT\d{6}Z(?:-\d)?")
_MOMENT: Final = "backup-%Y-%m-%dT%H%M%S"
_LENGTH: Final = len("backup-2026-11-29T031500Z")
_MOST_IN_A_SECOND: Final = 9


def finished_in(place: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(path for path in place.iterdir() if _FINISHED.fullmatch(path.name))


def name_at(moment: datetime) -> str:
    """What the first backup of a second is called; `moment` is in UTC."""
    return f"{moment:{_MOMENT}}Z"


def moment_of(path: Path) -> datetime:
    """When a backup was begun, by its name."""
    return datetime.strptime(path.name[:_LENGTH], f"{_MOMENT}%z")


def free_name(moment: datetime, taken: Iterable[Path]) -> str:
    """A name that no other backup has."""
    first, others = name_at(moment), {path.name for path in taken}
    numbered = [f"{first}-{number}" for number in range(2, _MOST_IN_A_SECOND + 1)]
    return next(name for name in [first, *numbered] if name not in others)
