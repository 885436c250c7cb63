"""Installs another forum in a venv of its own, and has it filled with what ours holds.

The venv is kept in DATA_DIR/bench/peers, the forum in the folder and beside the database of ours.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from bench import environment, load
from bench.content import SIZES
from bench.environment import PROJECT
from bench.peers import contents
from bench.peers.catalogue import PEERS, Peer

# Filling the slowest with a million replies takes an hour; downloads wait for their network.
PATIENCE_SECONDS = 2 * 60 * 60


@dataclass(frozen=True)
class Ready:
    """A forum that can be started: its interpreter, its part of the environment, its addresses.

    `addresses` are in the order of `pages.names`; `form` is where and how a reply is posted;
    `session` is a signed-in member's.
    """

    peer: Peer
    python: Path
    environment: Mapping[str, str]
    addresses: Sequence[str]
    form: Mapping[str, Any]
    session: str = field(repr=False)


@dataclass(frozen=True)
class Others:
    """The forums that can be started, and why something could not be had or measured."""

    ready: list[Ready] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


def prepare(names: Sequence[str], size_name: str) -> Others:
    """The named forums. One that cannot be had ends nothing."""
    others = Others()
    written = settings.DATA_DIR / "contents.jsonl"
    if names:
        contents.write(written, SIZES[size_name])
    for peer in (PEERS[name] for name in names):
        print(f"Preparing {peer.title}", flush=True)
        try:
            others.ready.append(_set_up(peer, size_name, written))
        except load.Failed as failure:
            others.missing[peer.title] = str(failure)
    return others


def _set_up(peer: Peer, size_name: str, written: Path) -> Ready:
    """Raises load.Failed."""
    if peer.needs_postgresql and not _has_postgresql():
        raise load.Failed("needs PostgreSQL")
    folder = settings.DATA_DIR / peer.name
    folder.mkdir(exist_ok=True)
    home = settings.DATA_DIR.parent / "peers" / peer.name
    python = _install(peer, home, folder / "install.log")
    changes = _environment(peer, size_name, home, folder)
    command = [python, "-m", "bench.peers", peer.name, written]
    told = _run(command, folder / "filling.log", "filled", changes)
    return Ready(peer, python, changes, **json.loads(told.splitlines()[-1]))


def _has_postgresql() -> bool:
    return settings.DATABASE_URL.startswith("postgres")


def _install(peer: Peer, home: Path, log: Path) -> Path:
    """Its interpreter, with what it requires; installed again only where that has changed."""
    python, installed = home / "venv" / "bin" / "python", home / "installed"
    wanted = "\n".join(peer.requirements)
    if installed.is_file() and installed.read_text() == wanted:
        return python
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for command in _installation(peer, home, python):
        _run(command, log, "installed", {"PATH": f"{python.parent}:{os.environ['PATH']}"})
    installed.write_text(wanted)
    return python


def _installation(peer: Peer, home: Path, python: Path) -> Iterator[Sequence[str | Path]]:
    uv = Path(sys.executable).with_name("uv")
    yield [uv, "venv", "--quiet", "--python", sys.executable, home / "venv"]
    yield [uv, "pip", "install", "--quiet", "--python", python, *peer.requirements]
    if peer.starter:
        yield [python.with_name(peer.starter), "startproject", "skeleton", "--path", home]


def _environment(peer: Peer, size_name: str, home: Path, folder: Path) -> dict[str, str]:
    url = ""
    if _has_postgresql():
        name = f"harringay_bench_peer_{peer.name}_{size_name}"
        url = environment.database(settings.DATABASE_URL, name)
    return {
        "DJANGO_SETTINGS_MODULE": peer.settings,
        "DATABASE_URL": url,
        "PYTHONPATH": str(home),
        "PEER_FOLDER": str(folder),
        "PEER_CACHE": f"{peer.name}-{secrets.token_hex(4)}",
    }


def _run(command: Sequence[str | Path], log: Path, done: str, changes: Mapping[str, str]) -> str:
    """What a command prints; what it complains of is kept. Raises load.Failed."""
    with log.open("a") as complaints, suppress(OSError, subprocess.SubprocessError):
        result = subprocess.run(
            command,
            cwd=PROJECT,
            env=os.environ | changes,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=True,
        )
        return result.stdout
    print(f"What it says is in {log}")
    raise load.Failed(f"could not be {done}")
