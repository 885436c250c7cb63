"""Restoring a backup: all that the site held then, or nothing changed.

Every file is read through and compared with the manifest before anything is touched. The database
is filled in one transaction; files are put in place just before it ends.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from forum.models import Discussion
from harringay.backups import erasures, filling, rows, trees
from harringay.backups import manifest as manifests
from harringay.backups.errors import BackupDamaged, BackupRefused
from harringay.backups.making import applied_migrations
from harringay.backups.manifest import Manifest
from harringay.backups.naming import finished_in
from harringay.backups.storing import Folder
from members.models import Member

_NAMED: Final = 5  # of what differs

Progress = Callable[[str, int], None]


class Restored(NamedTuple):
    """What came of it: `forgotten` members had asked to be erased since the backup was made."""

    manifest: Manifest
    forgotten: int


def newest_in(place: Path) -> Folder:
    """A backup, given its folder or the one in which backups are made. Raises BackupRefused."""
    if not place.is_dir():
        raise BackupRefused(f"{place} is no folder.")
    folder = Folder(place, settings.DATA_KEY)
    if folder.inside(manifests.name_in(folder)).exists():
        return folder
    finished = finished_in(place)
    if not finished:
        raise BackupRefused(f"There is no backup in {place}.")
    return Folder(finished[-1], settings.DATA_KEY)


def check(folder: Folder, progress: Progress = lambda _what, _done: None) -> Manifest:
    """Read a whole backup through. Raises BackupDamaged for anything that is not as it was."""
    manifest = manifests.read(folder)
    for done, table in enumerate(manifest.tables, start=1):
        folder.check(table.stored)
        progress("tables read through", done)
    if manifest.ledger:
        folder.check(manifest.ledger)
    for tree in manifest.trees:
        folder.check(tree.stored)
        _check_tree(folder, tree, progress)
    return manifest


def restore(
    folder: Folder, *, replaces: bool = False, progress: Progress = lambda _what, _done: None
) -> Restored:
    """Put what a backup holds in the place of what the site holds. Raises BackupRefused.

    What the site holds now is lost, so it must hold nothing, unless it is told that it `replaces`.
    """
    if not replaces and _holds_something():
        raise BackupRefused(
            "This site has members or discussions, which would be lost. Type --replace if that is "
            "what you want; nothing was changed."
        )
    manifest = check(folder, progress)
    if not applied_migrations(DEFAULT_DB_ALIAS):
        call_command("migrate", verbosity=0, interactive=False)
    _check_same_release(manifest)
    return Restored(manifest, _put_back(folder, manifest, progress))


def _put_back(folder: Folder, manifest: Manifest, progress: Progress) -> int:
    """How many members were forgotten again."""
    placing = trees.Placing(folder)
    try:
        with connection.constraint_checks_disabled(), transaction.atomic():
            filling.fill(folder, manifest, progress)
            placing.place(manifest, progress)
            # Within the transaction: nobody is to be seen again, for however short a time.
            forgotten = erasures.reapply(folder)
    except BaseException:
        placing.undo()
        raise
    placing.clear()
    return forgotten


def _check_tree(folder: Folder, tree: manifests.Tree, progress: Progress) -> None:
    if tree.name not in trees.places():
        raise BackupRefused(f"This release knows no files called {tree.name}.")
    found = 0
    for found, kept in enumerate(trees.kept_in(folder, tree), start=1):
        folder.check(kept.stored)
        progress(f"{tree.name} read through", found)
    if found != tree.files:
        raise BackupDamaged(tree.stored.name, f"names {found:,} files of {tree.files:,}")


def _holds_something() -> bool:
    has_tables = "members_member" in connection.introspection.table_names()
    return has_tables and (Member.objects.exists() or Discussion.objects.exists())


def _check_same_release(manifest: Manifest) -> None:
    """Rows fit the tables that they were taken from, and no others."""
    ours, theirs = set(applied_migrations(DEFAULT_DB_ALIAS)), set(manifest.migrations)
    if ours != theirs:
        raise BackupRefused(
            "This backup was made by another release of the site; nothing was changed. Restore it "
            "with that release, then install this one and run `manage.py set_up`."
            f"{_named('Only here', ours - theirs)}{_named('Only in the backup', theirs - ours)}"
        )
    tables = {table.name for table in manifest.tables}
    if tables != set(map(rows.table_of, rows.saved_models())):
        raise BackupDamaged(manifests.NAME, "names other tables than there are")


def _named(where: str, migrations: set[str]) -> str:
    first = sorted(migrations)[:_NAMED]
    return f" {where}: {', '.join(first)}." if first else ""
