"""Folders of files that belong to the site: members' pictures, what hangs on their posts, and what
was taken out of reach of both, which is sealed where it lies and stays so.

A file's name is made by chance and what is in it never changes. So a backup stores a file once, and
the next one links to that: thirty-five nights take little more room than one.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, Self

from django.conf import settings

from harringay.backups.errors import BackupDamaged
from harringay.backups.manifest import Manifest, Tree
from harringay.backups.storing import Folder, Stored, copy, packed, remove_empty

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Kept:
    """One file: where it belongs, when it was last changed, and where the backup has it."""

    path: str
    changed_ns: int
    size: int
    stored: Stored

    @classmethod
    def from_json(cls, line: bytes) -> Self:
        """Raises KeyError, TypeError or ValueError for what is none."""
        values = json.loads(line)
        return cls(**values | {"stored": Stored.from_json(values["stored"])})


class Earlier(NamedTuple):
    """An earlier backup, whose files need not be stored again."""

    folder: Folder
    manifest: Manifest


def places() -> dict[str, Path]:
    """Each tree's name in a backup, and where it is on this machine."""
    return {"media": Path(settings.MEDIA_ROOT), "quarantine": Path(settings.QUARANTINE_ROOT)}


def save(folder: Folder, earlier: Earlier | None, progress: Progress) -> list[Tree]:
    """Store every file of every tree. What is removed meanwhile is left out."""
    return [_save_tree(folder, name, earlier, progress) for name in places()]


def kept_in(folder: Folder, tree: Tree) -> Iterator[Kept]:
    """The files that a backup has of a tree. Raises BackupDamaged."""
    with folder.reading(tree.stored.name) as raw, packed(raw) as lines:
        for line in lines:
            try:
                yield Kept.from_json(line)
            except (KeyError, TypeError, ValueError):
                raise BackupDamaged(tree.stored.name, "holds what is no file's line") from None


class Before:
    """What an earlier backup has of a tree."""

    def __init__(self, earlier: Earlier | None, name: str) -> None:
        self._earlier = earlier
        self._kept: dict[str, Kept] = {}
        for tree in earlier.manifest.trees if earlier else ():
            if earlier and tree.name == name:
                self._kept = {kept.path: kept for kept in kept_in(earlier.folder, tree)}

    def linked_into(self, folder: Folder, path: str, stat: os.stat_result) -> Kept | None:
        """The file as it was stored then, linked, unless it has changed since."""
        kept = self._kept.get(path)
        if self._earlier is None or kept is None or not _is_unchanged(stat, kept):
            return None
        then = self._earlier.folder.inside(kept.stored.name)
        now = folder.inside(kept.stored.name)
        return kept if _is_linked(now, then, kept.stored) else None


class Source(NamedTuple):
    """A file that is to be stored: of which tree, where it lies, and where it belongs in it."""

    tree: str
    path: Path
    relative: Path


class Placing:
    """Puts a backup's files where they belong, in the same breath as a transaction.

    A file that is there already is left; one that is new is taken away again by `undo`. What no
    backup knows goes last, by `clear`, when nothing can fail any more.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._new: list[Path] = []
        self._wanted: set[Path] = set()

    def place(self, manifest: Manifest, progress: Progress) -> None:
        """Put every file in its place. Raises BackupDamaged for a place outside the tree."""
        for tree in manifest.trees:
            root = places()[tree.name]
            for number, kept in enumerate(kept_in(self._folder, tree), start=1):
                self._place(root, kept)
                progress(tree.name, number)

    def undo(self) -> None:
        """Take away what was not there before."""
        for path in self._new:
            path.unlink(missing_ok=True)
            remove_empty(path.parent)

    def clear(self) -> None:
        """Take away what the backup does not hold."""
        for root in places().values():
            for path in [found for found in files_in(root) if found not in self._wanted]:
                path.unlink(missing_ok=True)
                remove_empty(path.parent)

    def _place(self, root: Path, kept: Kept) -> None:
        target = root / kept.path
        if not target.resolve().is_relative_to(root.resolve()) or target == root:
            raise BackupDamaged(kept.stored.name, "would lie outside its folder")
        self._wanted.add(target)
        if target.exists():
            if _is_unchanged(target.stat(), kept):
                return
        else:
            self._new.append(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.restoring")
        try:
            with self._folder.reading(kept.stored.name) as source, unfinished.open("wb") as file:
                copy(source, file)
            os.utime(unfinished, ns=(kept.changed_ns, kept.changed_ns))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def files_in(root: Path) -> Iterator[Path]:
    """Every file beneath a folder, however deep, always in the same order; no link is followed."""
    for parent, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _save_tree(folder: Folder, name: str, earlier: Earlier | None, progress: Progress) -> Tree:
    before = Before(earlier, name)
    root = places()[name]
    files = size = 0
    with folder.writing(f"{name}.jsonl.gz") as (raw, stored), packed(raw, "wb") as lines:
        for path in files_in(root):
            with suppress(FileNotFoundError):
                kept = _save_file(folder, Source(name, path, path.relative_to(root)), before)
                lines.write(json.dumps(asdict(kept)).encode() + b"\n")
                files, size = files + 1, size + kept.size
                progress(name, files)
    return Tree(name, files, size, stored[0])


def _save_file(folder: Folder, source: Source, before: Before) -> Kept:
    path = source.relative.as_posix()
    with source.path.open("rb") as file:
        stat = os.fstat(file.fileno())
        if linked := before.linked_into(folder, path, stat):
            return linked
        with folder.writing(f"{source.tree}/{path}") as (out, stored):
            copy(file, out)
    return Kept(path, stat.st_mtime_ns, stat.st_size, stored[0])


def _is_linked(now: Path, then: Path, stored: Stored) -> bool:
    """Not where it has gone or was cut off, nor on a disk that knows no links."""
    try:
        if then.stat().st_size != stored.size:
            return False
        now.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        now.hardlink_to(then)
    except OSError:
        return False
    return True


def _is_unchanged(stat: os.stat_result, kept: Kept) -> bool:
    return (stat.st_mtime_ns, stat.st_size) == (kept.changed_ns, kept.size)
