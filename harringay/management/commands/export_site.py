"""Writes out all that every visitor may read, as pages and JSON that need no site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from harringay.management.showing import Progress
from harringay.site_export import exporting
from harringay.site_export.errors import NotEmpty


class Command(BaseCommand):
    help = "Write the public site to DIR as pages, pictures and JSON; an earlier export there goes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="DIR", type=Path, help="Empty, new, or an export.")

    def handle(self, *, place: Path, **_options: Any) -> None:
        progress = Progress(self.stdout)
        try:
            counts = exporting.export_site(place, progress)
        except (NotEmpty, OSError) as problem:
            raise CommandError(f"Nothing was exported. {problem}") from problem
        finally:
            progress.clear()
        kinds = ("discussions", "replies", "members", "pages", "files")
        said = ", ".join(f"{counts[kind]:,} {kind}" for kind in kinds)
        self.stdout.write(f"{said} are in {place}. Open {place / 'index.html'} in a browser.")
