"""Backups whose sums are right, and which are wrong all the same."""

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Lines = list[Any]


def change_manifest(backup: Path, **values: Any) -> None:
    _write(backup, _read(backup) | values)


def change_table(backup: Path, name: str, **values: Any) -> None:
    """Say something else of a table."""
    manifest = _read(backup)
    _table(manifest, name).update(values)
    _write(backup, manifest)


def change_lines(backup: Path, name: str, change: Callable[[Lines], Lines]) -> None:
    """Put other rows in a table's file."""
    manifest = _read(backup)
    table = _table(manifest, name)
    table["rows"] = _rewrite(backup, table["stored"], change)
    _write(backup, manifest)


def change_files(backup: Path, change: Callable[[Any], Any]) -> None:
    """Say something else of each file of media."""
    manifest = _read(backup)
    [tree] = [tree for tree in manifest["trees"] if tree["name"] == "media"]
    _rewrite(backup, tree["stored"], lambda lines: [change(line) for line in lines])
    _write(backup, manifest)


def _rewrite(backup: Path, stored: dict[str, Any], change: Callable[[Lines], Lines]) -> int:
    path = backup / stored["name"]
    lines = change([json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()])
    data = gzip.compress(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    path.write_bytes(data)
    stored.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    return len(lines)


def _table(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [table for table in manifest["tables"] if table["name"] == name]
    table: dict[str, Any] = found
    return table


def _read(backup: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((backup / "manifest.json").read_text())
    return manifest


def _write(backup: Path, manifest: dict[str, Any]) -> None:
    (backup / "manifest.json").write_text(json.dumps(manifest))
