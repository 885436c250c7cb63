"""Work that is killed before each of its writes to the database in turn, and then done again.

Between two writes it leaves the same behind, wherever it is killed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection, transaction

# How a transaction within a test's own begins and ends; the database does both by itself.
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK")
READS = ("SELECT", "PRAGMA", *FRAME)


class Killed(BaseException):
    """No exception, so that nobody who catches those hears of it."""


def check_survives(work: Callable[[], object], standing: Callable[[], object]) -> None:
    """Killed anywhere and done again, it leaves what it leaves undisturbed."""
    with _undone():
        work()
        wanted = standing()
    for number in count(1):
        with _undone():
            if _is_done_before(number, work):
                assert number > 1, "It wrote nothing."
                return
            work()
            assert standing() == wanted, f"Killed before its write {number}."


def _is_done_before(number: int, work: Callable[[], object]) -> bool:
    """Do it, up to its write of that number; what it did in a transaction is undone."""
    try:
        with _killed_before(number):
            work()
    except Killed:
        # The database is well: it has not been asked.
        transaction.set_rollback(False)
        return False
    return True


@contextmanager
def _killed_before(number: int) -> Iterator[None]:
    written = 0

    def ask(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        nonlocal written
        written += not sql.lstrip().startswith(READS)
        if written >= number and not sql.startswith(FRAME):
            # Django closes it for an exception, and a server would with the connection.
            context["cursor"].close()
            raise Killed(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ask):
        yield


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
