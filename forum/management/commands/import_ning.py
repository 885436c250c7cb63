"""Moves a Ning content export in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import demoing
from forum.archive import importer, roster
from forum.archive.bodies import hosts_like
from forum.archive.files import ArchiveShelf, MediaShelf
from forum.archive.reader import Archive, NotAnArchive
from forum.archive.report import Report
from forum.archive.roster import NotARoster
from forum.archive.run import Run


class Command(BaseCommand):
    help = "Moves a Ning content export in; run it again to resume, or to add what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="The folder that holds ning-members….json.")
        parser.add_argument("--old-host", default="", help="Links to it become links of ours.")
        parser.add_argument("--members-csv", type=Path, help="“Export All Member Data”.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be met.")
        parser.add_argument("--report", type=Path, help="A .json or .txt file for all it found.")

    def handle(self, **options: Any) -> None:
        report = Report(is_dry_run=options["dry_run"])
        run = self._run(report, options)
        if options["report"]:
            _check_can_write(options["report"])
        if report.is_dry_run:
            importer.survey(run)
        else:
            self._remove_demo(report)
            importer.import_archive(run)
        if options["report"]:
            report.write(options["report"])
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write("\n".join(report.summary()))

    def _run(self, report: Report, options: dict[str, Any]) -> Run:
        shelf = ArchiveShelf if report.is_dry_run else MediaShelf
        try:
            csv = options["members_csv"]
            return Run(
                archive=Archive(options["archive"]),
                shelf=shelf(options["archive"], report),
                report=report,
                hosts=hosts_like(options["old_host"]),
                addresses=roster.profile_addresses(csv) if csv else {},
                progress=self._show,
            )
        except (NotAnArchive, NotARoster, OSError) as error:
            raise CommandError(str(error)) from error

    def _remove_demo(self, report: Report) -> None:
        gone = demoing.remove_demo()
        if gone:
            report.removed["members and discussions"] += gone
            self.stdout.write("Removed the demo content, its logins included.")

    def _show(self, what: str, done: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{what}: {done:,}".ljust(40), ending="")
            self.stdout.flush()


def _check_can_write(path: Path) -> None:
    """Better now than after an hour's work."""
    try:
        path.open("a").close()
    except OSError as error:
        raise CommandError(f"The report cannot be written: {error}") from error
