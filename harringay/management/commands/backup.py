"""Stores all that the site holds in a new folder, and lets go backups that are too old."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from harringay.backups import making
from harringay.backups.errors import BackupRefused
from harringay.management.showing import Progress
from members.retaining import BACKUPS_KEPT


class Command(BaseCommand):
    help = "Back up all that the site holds, in a new folder in DIR. The site may be running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="DIR", type=Path, help="Where backups are kept.")

    def handle(self, *, place: Path, **_options: Any) -> None:
        progress = Progress(self.stdout)
        try:
            made = making.make_backup(place, progress)
        except (BackupRefused, DatabaseError, OSError) as problem:
            raise CommandError(f"No backup was made. {problem}") from problem
        finally:
            progress.clear()
        self.stdout.write(
            f"{made.manifest.rows:,} rows of {len(made.manifest.tables)} tables and "
            f"{made.manifest.files:,} files are in {made.path}."
        )
        self.stdout.write(
            "They are sealed with DATA_KEY, without which nobody can read them: keep it elsewhere."
            if made.is_sealed
            else "They are not encrypted: whoever has the folder can read all of it (set DATA_KEY)."
        )
        if made.removed:
            days = BACKUPS_KEPT.days
            self.stdout.write(f"Removed as over {days} days old: {', '.join(made.removed)}.")
