"""What one backup must hold: every table with its rows, every file with its sum."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from harringay.backups.errors import BackupDamaged
from harringay.backups.storing import SEALED, Folder, Stored

NAME: Final = "manifest.json"
FORMAT: Final = 1


@dataclass(frozen=True)
class Table:
    """The rows of one table: how many, of which columns, and the sum of what they say."""

    name: str
    columns: list[str]
    rows: int
    said_sha256: str
    stored: Stored


@dataclass(frozen=True)
class Tree:
    """A folder of files: how many and how much, and the list of them, which is a file itself."""

    name: str
    files: int
    size: int
    stored: Stored


@dataclass(frozen=True)
class Manifest:
    """The table of contents. It is written last: a folder without one is no backup."""

    made_at: datetime
    site_url: str
    engine: str
    migrations: list[str]
    tables: list[Table] = field(default_factory=list)
    trees: list[Tree] = field(default_factory=list)
    ledger: Stored | None = None

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def files(self) -> int:
        return sum(tree.files for tree in self.trees)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for what is none."""
        return cls(
            made_at=datetime.fromisoformat(values["made_at"]),
            site_url=values["site_url"],
            engine=values["engine"],
            migrations=list(values["migrations"]),
            tables=[Table(**_with_stored(each)) for each in values["tables"]],
            trees=[Tree(**_with_stored(each)) for each in values["trees"]],
            ledger=Stored.from_json(values["ledger"]) if values["ledger"] else None,
        )


def write(folder: Folder, manifest: Manifest) -> None:
    """Say what is in a backup."""
    values = {"format": FORMAT} | asdict(manifest) | {"made_at": manifest.made_at.isoformat()}
    with folder.writing(NAME) as (file, _):
        file.write(json.dumps(values, indent=1).encode())


def read(folder: Folder) -> Manifest:
    """What should be in a backup. Raises BackupDamaged, or BackupRefused without its key."""
    name = name_in(folder)
    with folder.reading(name) as file:
        try:
            values = json.loads(file.read())
            if values["format"] != FORMAT:
                raise BackupDamaged(name, f"is of format {values['format']}, ours is {FORMAT}")
            return Manifest.from_json(values)
        except (KeyError, TypeError, ValueError):
            raise BackupDamaged(name, "is not whole") from None


def is_sealed(folder: Folder) -> bool:
    """Whether it takes the key to read this backup."""
    return (folder.path / (NAME + SEALED)).exists()


def name_in(folder: Folder) -> str:
    """What its manifest is called, sealed or not."""
    return NAME + SEALED if is_sealed(folder) else NAME


def _with_stored(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"stored": Stored.from_json(values["stored"])}
