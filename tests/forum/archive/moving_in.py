"""Moving an archive in, as the command does it."""

from pathlib import Path
from typing import Any

from forum.archive import importer
from forum.archive.bodies import hosts_like
from forum.archive.files import ArchiveShelf, MediaShelf
from forum.archive.reader import Archive
from forum.archive.report import Report
from forum.archive.run import Run
from forum.models import (
    Attachment,
    Category,
    Discussion,
    Event,
    LegacyAddress,
    LegacyObject,
    Page,
    Reply,
    Tag,
)
from members.models import Member

FIXTURE = Path("tests/data/ning")
SEED = Path("../shared/seed/ning-archive")
OLD_HOST = "www.harringayonline.com"


def move_in(
    folder: Path = FIXTURE,
    *,
    addresses: dict[str, str] | None = None,
    shelf: type[ArchiveShelf] = MediaShelf,
) -> Report:
    """Move everything in; gives the report. With another shelf, without storing the files."""
    report = Report()
    importer.import_archive(
        Run(
            archive=Archive(folder),
            shelf=shelf(folder, report),
            report=report,
            hosts=hosts_like(OLD_HOST),
            addresses=addresses or {},
        )
    )
    return report


def look_over(folder: Path = FIXTURE) -> Report:
    """A dry run; gives the report."""
    report = Report(is_dry_run=True)
    importer.survey(Run(archive=Archive(folder), shelf=ArchiveShelf(folder, report), report=report))
    return report


def everything() -> dict[str, list[Any]]:
    """Every row that moving in writes."""
    models: tuple[Any, ...] = (
        Attachment, Category, Discussion, Event, LegacyAddress, LegacyObject, Member, Page, Reply,
        Tag,
    )  # fmt: skip
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
