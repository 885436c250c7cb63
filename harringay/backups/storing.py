"""Files in the folder of a backup: each with its size and sum, and sealed where there is a key."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, Self

from isal import igzip

from harringay import sealing
from harringay.backups.errors import BackupDamaged, BackupRefused

SEALED: Final = ".sealed"
_AT_ONCE: Final = 1024 * 1024
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL


@dataclass(frozen=True)
class Stored:
    """A file as it lies in the backup's folder: its name there, its size and its sum."""

    name: str
    size: int
    sha256: str

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for what is none."""
        return cls(str(values["name"]), int(values["size"]), str(values["sha256"]))


class Written(io.RawIOBase):
    """Passes bytes on to a file, and adds them up."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sum = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._file.write(data)
        self._sum.update(data)
        self.size += len(data)
        return len(data)

    def as_stored(self, name: str) -> Stored:
        return Stored(name, self.size, self._sum.hexdigest())


class Folder:
    """Where one backup lies. With a key all that is written is sealed; without, nothing is."""

    def __init__(self, path: Path, key: str = "") -> None:
        self.path = path
        self.key = key

    @contextmanager
    def writing(self, name: str) -> Iterator[tuple[BinaryIO, list[Stored]]]:
        """A file to write to, and a list in which it is found once it has been written."""
        name += SEALED if self.key else ""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        stored: list[Stored] = []
        with os.fdopen(os.open(path, _NEW, 0o600), "wb") as file:
            written = Written(file)
            if self.key:
                with closing(sealing.Sealer(as_file(written), self.key)) as sealer:
                    yield as_file(sealer), stored
            else:
                yield as_file(written), stored
        stored.append(written.as_stored(name))

    @contextmanager
    def reading(self, name: str) -> Iterator[BinaryIO]:
        """What was written. Raises BackupDamaged, or BackupRefused without its key."""
        is_sealed = name.endswith(SEALED)
        if is_sealed and not self.key:
            raise BackupRefused("This backup is sealed: set DATA_KEY to what it was made with.")
        with self._raw(name) as raw:
            try:
                opened: Any = sealing.Opener(raw, self.key) if is_sealed else raw
                yield io.BufferedReader(opened) if is_sealed else raw
            except sealing.CannotOpen:
                problem = "does not open: it is not whole, or DATA_KEY is not what it was made with"
                raise BackupDamaged(name, problem) from None
            except EOFError:
                raise BackupDamaged(name, "breaks off") from None

    def check(self, stored: Stored) -> None:
        """Read a file through. Raises BackupDamaged where it is not what was written."""
        with self._raw(stored.name) as raw:
            size = os.fstat(raw.fileno()).st_size
            if size != stored.size:
                raise BackupDamaged(stored.name, f"has {size:,} bytes of {stored.size:,}")
            if hashlib.file_digest(raw, "sha256").hexdigest() != stored.sha256:
                raise BackupDamaged(stored.name, "is not what was written")

    @contextmanager
    def _raw(self, name: str) -> Iterator[io.BufferedReader]:
        try:
            with self.inside(name).open("rb") as raw:
                yield raw
        except FileNotFoundError:
            raise BackupDamaged(name, "is missing") from None

    def inside(self, name: str) -> Path:
        """Where a name is. Raises BackupDamaged for one that leads out of the folder."""
        path = self.path / name
        if not path.resolve().is_relative_to(self.path.resolve()):
            raise BackupDamaged(name, "would lie outside the backup")
        return path


def copy(source: BinaryIO, target: BinaryIO) -> None:
    """All of a file, a piece at a time."""
    while piece := source.read(_AT_ONCE):
        target.write(piece)


def as_file(raw: io.RawIOBase) -> BinaryIO:
    """What writes all that it is given is as good as a buffered file."""
    return raw  # type: ignore[return-value]


def packed(raw: BinaryIO, mode: Literal["rb", "wb"] = "rb") -> BinaryIO:
    """The same file, gzipped."""
    return igzip.open(raw, mode)  # type: ignore[no-untyped-call, no-any-return]


def remove_empty(folder: Path) -> None:
    """A folder, unless there is something in it."""
    with suppress(OSError):
        folder.rmdir()
