"""What the folders of backups are called: by the moment, so that the newest is the last by name."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

# Of one that is not whole yet, or never will be.
UNFINISHED: Final = ".unfinished-"

_FINISHED: Final = re.compile(r"backup-\d{4}-\d\d-\d\dT\d{6}Z(?:-\d)?")
_MOST_IN_A_SECOND: Final = 9


def finished_in(place: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(path for path in place.iterdir() if _FINISHED.fullmatch(path.name))


def name_at(moment: datetime) -> str:
    """What the first backup of a second is called; `moment` is in UTC."""
    return f"backup-{moment:%Y-%m-%dT%H%M%SZ}"


def free_name(moment: datetime, taken: Iterable[Path]) -> str:
    """A name that no other backup has."""
    first, others = name_at(moment), {path.name for path in taken}
    numbered = [f"{first}-{number}" for number in range(2, _MOST_IN_A_SECOND + 1)]
    return next(name for name in [first, *numbered] if name not in others)
