"""The backup of each night, where the owner has said where."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from harringay.backups import making, naming

HOUR: Final = 3  # in London, when fewest write


def make_due(now: datetime) -> None:
    """Make the one of this night, unless it is there; what was missed is made up for.

    May run twice, and at once. Raises what `making.make_backup` raises.
    """
    if settings.BACKUP_DIR and is_due(Path(settings.BACKUP_DIR), now):
        making.make_backup(Path(settings.BACKUP_DIR))


def is_due(place: Path, now: datetime) -> bool:
    """Whether none has been made in a folder since the hour last came."""
    local = timezone.localtime(now)
    came = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if came > local:
        came -= timedelta(days=1)
    newest = naming.finished_in(place)[-1:] if place.is_dir() else []
    return not any(naming.moment_of(path) >= came for path in newest)
