"""Puts what a backup holds in the place of what the site holds."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from harringay.backups import restoring
from harringay.backups.errors import BackupRefused
from harringay.backups.manifest import Manifest
from harringay.backups.storing import Folder
from harringay.management.showing import Progress


class Command(BaseCommand):
    help = "Restore the newest backup in DIR, or the one that DIR is. Stop the site first."
    # There may be no database yet.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="DIR", type=Path, help="A backup, or where they are.")
        parser.add_argument(
            "--replace", action="store_true", help="Lose all that the site holds now."
        )
        parser.add_argument(
            "--check", action="store_true", help="Only read the backup through; change nothing."
        )

    def handle(self, *, place: Path, replace: bool, check: bool, **_options: Any) -> None:
        progress = Progress(self.stdout)
        try:
            folder = restoring.newest_in(place)
            if check:
                done = [f"{folder.path} is whole: {_contents(restoring.check(folder, progress))}."]
            else:
                done = _restore(folder, replace=replace, progress=progress)
        except BackupRefused as problem:
            raise CommandError(str(problem)) from problem
        except (DatabaseError, OSError) as problem:
            raise CommandError(f"Nothing was restored. {problem}") from problem
        finally:
            progress.clear()
        self.stdout.write("\n".join(done))


def _restore(folder: Folder, *, replace: bool, progress: Progress) -> list[str]:
    """Does it, and says what was done."""
    manifest, forgotten = restoring.restore(folder, replaces=replace, progress=progress)
    done = [
        f"{folder.path} is restored: {_contents(manifest)}.",
        "Everybody has to sign in again. Start the site, and look at it.",
    ]
    if forgotten:
        done.append(f"Erased again, as they had asked since: {forgotten} members.")
    return done


def _contents(manifest: Manifest) -> str:
    return (
        f"{manifest.rows:,} rows of {len(manifest.tables)} tables and {manifest.files:,} files, "
        f"from {manifest.site_url} at {manifest.made_at:%d %B %Y, %H:%M} UTC"
    )
