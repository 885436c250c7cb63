"""manage.py print_safety_record FILE: the owner's whole record, ready for Ofcom (safety L-63)."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forum.moderation import auditing, bundle


class Command(BaseCommand):
    help = "Write the site's safety record, as one HTML page that is ready to print."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where it is written; it must not be there yet")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        page = bundle.write(timezone.now())
        try:
            with file.open("x", encoding="utf-8") as out:
                # Before it can be read, it is on record that it was taken out (safety L-45).
                auditing.record("export safety record", by=None, reason="On the command line.")
                out.write(page)
        except OSError as problem:
            raise CommandError(f"It could not be written: {problem}") from problem
        self.stdout.write(f"The safety record is in {file}.")
