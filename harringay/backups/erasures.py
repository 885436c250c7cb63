"""The ledger of erasures: kept in each backup, and obeyed after each restore (safety L-51, R-10).

A backup brings back whoever asked to be forgotten after it was made. That they did is said by the
site's own ledger, and, where that was lost with the old machine, by the newest backup's.
"""

from collections.abc import Iterator
from typing import Final

from harringay.backups import manifest as manifests
from harringay.backups.errors import BackupRefused
from harringay.backups.naming import finished_in
from harringay.backups.storing import Folder, Stored, copy
from members import erasing, ledger

NAME: Final = "erasures.jsonl"


def save(folder: Folder) -> Stored | None:
    """Store the ledger's file; None where nobody has ever asked."""
    if not ledger.path().exists():
        return None
    with ledger.path().open("rb") as file, folder.writing(NAME) as (out, stored):
        copy(file, out)
    return stored[0]


def reapply(folder: Folder) -> int:
    """Forget again whom a restored backup has brought back; how many. In its transaction."""
    ledger.take_in(_newest_lines(folder))
    return erasing.reapply_erasures()


def _newest_lines(folder: Folder) -> list[str]:
    """The ledger of the newest backup that has one, of this and those beside it."""
    for each in _newest_first(folder):
        try:
            stored = manifests.read(each).ledger
            if stored:
                each.check(stored)
                with each.reading(stored.name) as file:
                    return file.read().decode().splitlines()
        except BackupRefused:
            # Damaged, or sealed with another key: the next one knows nearly as much.
            continue
    return []


def _newest_first(folder: Folder) -> Iterator[Folder]:
    for path in reversed(finished_in(folder.path.parent)):
        yield Folder(path, folder.key)
    # Where it has been given a name of its own.
    yield folder
