"""Making a backup: all that the site holds at one moment, in a folder that is there whole or not.

Until it is whole its name says that it is not; what a run that was cut off has left is removed by
the next one.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from harringay.backups import erasures, rows, trees
from harringay.backups import manifest as manifests
from harringay.backups.errors import BackupRefused
from harringay.backups.manifest import Manifest, Table
from harringay.backups.naming import UNFINISHED, finished_in, free_name, name_at
from harringay.backups.snapshot import snapshot
from harringay.backups.storing import Folder, packed
from members.retaining import BACKUPS_KEPT

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Made:
    """What came of it."""

    path: Path
    manifest: Manifest
    is_sealed: bool
    removed: list[str]


def make_backup(place: Path, progress: Progress = lambda _what, _done: None) -> Made:
    """Store all that the site holds in a new folder in `place`, and let go what is too old.

    Raises BackupRefused, and OSError where the disk does.
    """
    _check_place(place)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone_in(place):
        now = timezone.now()
        unfinished = _new_folder(place, now)
        try:
            manifest = _store(unfinished, _earlier(place, unfinished.key), now, progress)
        except BaseException:
            shutil.rmtree(unfinished.path)
            raise
        path = _finish(unfinished.path)
        return Made(path, manifest, bool(unfinished.key), _let_go(place, now))


def applied_migrations(using: str) -> list[str]:
    """What has been done to a database's tables; nothing in one that has none yet."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _check_place(place: Path) -> None:
    for tree in trees.places().values():
        if place.resolve().is_relative_to(tree.resolve()):
            raise BackupRefused(f"{place} is inside {tree}, which is backed up itself.")


@contextmanager
def _alone_in(place: Path) -> Iterator[None]:
    """One backup at a time; whoever was killed holds nothing any more."""
    with (place / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"Another backup is being made in {place}.") from None
        for left in place.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        yield


def _new_folder(place: Path, now: datetime) -> Folder:
    path = place / (UNFINISHED + free_name(now, finished_in(place)))
    path.mkdir(mode=0o700)
    return Folder(path, settings.DATA_KEY)


def _earlier(place: Path, key: str) -> trees.Earlier | None:
    """The newest backup that is sealed with the same key, or not at all like this one."""
    for path in reversed(finished_in(place)):
        folder = Folder(path, key)
        if manifests.is_sealed(folder) == bool(key):
            try:
                return trees.Earlier(folder, manifests.read(folder))
            except BackupRefused:
                # Damaged, or of an older key: it can be of no use here.
                continue
    return None


def _store(
    folder: Folder, earlier: trees.Earlier | None, now: datetime, progress: Progress
) -> Manifest:
    with snapshot() as using:
        tables = [_store_table(folder, model, using, progress) for model in rows.saved_models()]
        # After the rows: no row of theirs may name a file that was added later.
        kept = trees.save(folder, earlier, progress)
        manifest = Manifest(
            made_at=now,
            site_url=settings.SITE_URL,
            engine=connections[using].vendor,
            migrations=applied_migrations(using),
            tables=tables,
            trees=kept,
            ledger=erasures.save(folder),
        )
    manifests.write(folder, manifest)
    return manifest


def _store_table(
    folder: Folder, model: type[models.Model], using: str, progress: Progress
) -> Table:
    name = rows.table_of(model)
    said, count = hashlib.sha256(), 0
    with folder.writing(f"tables/{name}.jsonl.gz") as (raw, stored), packed(raw, "wb") as file:
        for count, line in enumerate(rows.lines_of(model, using), start=1):
            file.write(line)
            said.update(line)
            if count % 1000 == 0:
                progress(name, count)
    columns = rows.columns_of(model)
    return Table(name, columns, count, said.hexdigest(), stored[0])


def _finish(unfinished: Path) -> Path:
    """Give it its name once all of it is on disk."""
    os.sync()
    return unfinished.rename(unfinished.with_name(unfinished.name.removeprefix(UNFINISHED)))


def _let_go(place: Path, now: datetime) -> list[str]:
    """Remove what is older than it may be; by name, so that one need not be opened."""
    old = [path for path in finished_in(place) if path.name < name_at(now - BACKUPS_KEPT)]
    for path in old:
        shutil.rmtree(path)
    return [path.name for path in old]
