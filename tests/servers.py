"""PostgreSQL and Redis of our own for a run of the tests: on free ports, keeping nothing."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from harringay.supervising import end_with

START_SECONDS = 30

# Debian keeps PostgreSQL's own programs out of the way, a folder a version.
FOLDERS = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), *FOLDERS])


class CannotBeHad(Exception):
    """Something is not on this machine; the text says what."""


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL that runs while the context lasts, and is not safe in a crash."""
    account, port = make_cluster(folder), free_port()
    # Between two tests the tables are empty. Where PostgreSQL happened to count them then, it would
    # plan each question for no rows, and some of those plans take minutes for a few hundred.
    off = ["fsync", "synchronous_commit", "full_page_writes", "autovacuum"]
    quick = [word for name in off for word in ("-c", f"{name}=off")]
    with running([*postgres_at(folder, port), *quick], port=port, cwd=folder, **account):
        yield postgres_url(port)


def make_cluster(folder: Path) -> dict[str, Any]:
    """An empty cluster of PostgreSQL in a new folder; and how its server is to be started."""
    initdb = find("initdb", "postgresql")
    folder.mkdir()
    account = unprivileged(folder)
    subprocess.run(
        [initdb, "--auth=trust", "--username=harringay", "--encoding=UTF8", "--no-sync", folder],
        stdout=subprocess.DEVNULL,
        check=True,
        cwd=folder,
        **account,
    )
    return account


def postgres_at(folder: Path, port: int) -> list[str]:
    """The command that starts the server of a cluster."""
    server = find("postgres", "postgresql")
    return [server, "-D", str(folder), "-k", str(folder), "-h", "127.0.0.1", "-p", str(port)]


def postgres_url(port: int, name: str = "postgres") -> str:
    return f"postgres://harringay:none@127.0.0.1:{port}/{name}"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis that runs while the context lasts."""
    server, port = find("redis-server", "redis-server"), free_port()
    words = ["--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    with running([server, *words], port=port, cwd=folder):
        yield f"redis://127.0.0.1:{port}/0"


def find(program: str, package: str) -> str:
    """Where a program is."""
    found = shutil.which(program, path=PATH)
    if not found:
        raise CannotBeHad(f"no {program} (on Debian: apt install {package})")
    return found


def unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program that refuses to run as root, and may write to `folder`."""
    if os.geteuid():
        return {}
    account = pwd.getpwnam("nobody")
    folder.parent.chmod(0o755)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running(command: Sequence[Any], *, port: int, **how: Any) -> Iterator[None]:
    """A server, from the moment it accepts connections; it ends with us, whatever ends us."""
    output = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        stdin=output,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=end_with(os.getpid()),  # noqa: PLW1509  this process has one thread
        **how,
    ) as process:
        try:
            _wait_for(port, process, name=str(command[0]))
            yield
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes], *, name: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    sys.exit(f"{name} did not start.")
