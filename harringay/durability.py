"""How soon what is written is safe from the fall of the database's own machine.

Whatever happens to a process of ours, what it committed stays. These say only whether a commit
waits until it is on disk. SQLite's never does here (settings: synchronous=NORMAL); PostgreSQL's
does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import connection


@contextmanager
def lazy_commits() -> Iterator[None]:
    """Go on before a commit is on disk, which it is with the next that waits, or in a second."""
    _set_commits("off")
    try:
        yield
    finally:
        _set_commits("on")


@contextmanager
def prompt_commits() -> Iterator[None]:
    """Among lazy ones, some that wait; all before them are on disk then too."""
    _set_commits("on")
    try:
        yield
    finally:
        _set_commits("off")


def _set_commits(wait: Literal["on", "off"]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('synchronous_commit', %s, false)", [wait])
