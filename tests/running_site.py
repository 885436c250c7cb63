"""The whole site, really running: its own folder, port and database, and its own processes."""

import atexit
import functools
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.utils import timezone
from psycopg import sql

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120  # a busy machine is nobody's fault
SQLITE = "harringay.sqlite3"  # as the settings name it
KEY = "only-for-a-running-test-" + "abcdefghij" * 4


class Answer(NamedTuple):
    status: int
    text: str
    headers: Message


class RunningSite:
    """`manage.py serve` and what can be asked of it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.port = int(environment["PORT"])
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = Path(environment["DATA_DIR"])
        self.process: Any = None  # a Popen, once started

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=START_SECONDS,
        )

    def start(self) -> list[str]:
        """Start it and wait until it is up; the lines it has said."""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        said = []
        for line in self.process.stdout or ():
            said.append(line.rstrip())
            if line.startswith("Ctrl-C"):
                return said
        raise AssertionError(f"It ended before it was up: {said}\n{self.logs()}")

    @contextmanager
    def program(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program with the site's environment, for as long as the context lasts."""
        log = self.data / "logs" / f"{words[-1]}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with (
            log.open("ab") as heard,
            subprocess.Popen(
                words, cwd=ROOT, env=self.environment, stdout=heard, stderr=heard
            ) as process,
        ):
            try:
                yield process
            finally:
                process.terminate()

    def get(self, path: str, *, port: int = 0) -> Answer:
        """A page, asked of the site itself or of what stands before it."""
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return Answer(response.status, text, response.headers)

    def is_up(self, page: str = "/healthz") -> bool:
        try:
            return self.get(page).status == 200
        except OSError:
            return False

    def processes(self) -> dict[int, str]:
        """Every process of this site, by its number: they all carry its folder's name."""
        mark = f"DATA_DIR={self.data}".encode()
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    words = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(process.name)] = words.decode()
            except OSError:
                continue
        return found

    def is_gone_within(self, seconds: float) -> bool:
        return wait_until(lambda: not self.processes(), seconds=seconds)

    def logs(self) -> str:
        return "\n".join(log.read_text() for log in self.data.glob("logs/*.log"))

    def end(self) -> None:
        """Leave nothing behind, however the test went."""
        for pid in self.processes():
            # It may have ended by itself meanwhile.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.communicate()


def wait_until(is_so, *, seconds: float) -> bool:
    """Ask until the answer is yes, or the time is over."""
    deadline = time.monotonic() + seconds
    while not (answer := is_so()) and time.monotonic() < deadline:
        os.sched_yield()
    return bool(answer)


@contextmanager
def running_site(folder: Path, **changes: str) -> Iterator[RunningSite]:
    """A site that is set up but not started, on the kind of database that this run is about."""
    with _database() as database_url:
        servers = {"DATABASE_URL": database_url, "REDIS_URL": _redis_url()}
        with site_with(folder, **(servers | changes)) as site:
            yield site


@contextmanager
def site_with(folder: Path, **settings: str) -> Iterator[RunningSite]:
    """A site that is set up but not started, with nothing but these settings."""
    site = RunningSite(_environment(folder) | settings)
    if not settings.get("DATABASE_URL"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SQLITE).write_bytes(_up_to_date())
    try:
        set_up = site.manage("set_up")
        assert set_up.returncode == 0, set_up.stderr
        yield site
    finally:
        site.end()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        "PORT": str(free_port()),
        "SECRET_KEY": KEY,
        # Half a day from now, so that no edition goes out among what a test waits for.
        "EDITION_HOUR": str((timezone.localtime().hour + 12) % 24),
    }


@functools.cache
def _up_to_date() -> bytes:
    """A database of SQLite without content, to begin with: to migrate one takes ten seconds."""
    with tempfile.TemporaryDirectory() as folder:
        _migrate(Path(folder))
        return (Path(folder) / SQLITE).read_bytes()


def _migrate(folder: Path, **settings: str) -> None:
    migrated = RunningSite(_environment(folder) | settings).manage("migrate")
    assert migrated.returncode == 0, migrated.stderr


@contextmanager
def _database() -> Iterator[str]:
    """The address of a database of PostgreSQL, or nothing where the run is on SQLite."""
    given = settings.DATABASES["default"]
    if not given["ENGINE"].endswith("postgresql"):
        yield ""
        return
    server = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}".format_map(given)
    name = f"harringay_running_{uuid.uuid4().hex[:12]}"
    _ask(server, "CREATE DATABASE {} TEMPLATE {}", name, _template(server))
    try:
        yield f"{server}/{name}"
    finally:
        _ask(server, "DROP DATABASE {} WITH (FORCE)", name)


@functools.cache
def _template(server: str) -> str:
    """One that is up to date, to be copied for as long as these tests run."""
    name = f"harringay_template_{uuid.uuid4().hex[:12]}"
    _ask(server, "CREATE DATABASE {}", name)
    atexit.register(_ask, server, "DROP DATABASE {} WITH (FORCE)", name)
    with tempfile.TemporaryDirectory() as folder:
        _migrate(Path(folder), DATABASE_URL=f"{server}/{name}")
    return name


def _ask(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _redis_url() -> str:
    """A numbered database of Redis that no test in this or another process uses."""
    if not settings.REDIS_URL:
        return ""
    address = urlsplit(settings.REDIS_URL)
    number = int(address.path.strip("/")) + 8
    return address._replace(path=f"/{number}").geturl()
