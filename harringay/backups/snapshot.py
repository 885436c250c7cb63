"""The database as it is at one moment, read over a connection of its own.

While it is read everybody goes on writing: SQLite reads from its journal as it was, and PostgreSQL
has each transaction see what was there when it began.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg import IsolationLevel

ALIAS: Final = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection for which time stands still."""
    connections[ALIAS] = _of_its_own()
    try:
        with transaction.atomic(using=ALIAS):
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]


def _of_its_own() -> Any:
    """A connection to the same database, of this thread's alone."""
    own: Any = connections[DEFAULT_DB_ALIAS].copy(ALIAS)
    options = own.settings_dict["OPTIONS"]
    if own.vendor == "postgresql":
        options.pop("pool", None)
        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
        # A role that may only read is enough (safety S-61), and this one can do no more either.
        options["options"] = "-c default_transaction_read_only=on"
    else:
        # IMMEDIATE, which the site's own transactions are, would keep everybody from writing.
        own.transaction_mode = options["transaction_mode"] = "DEFERRED"
    return own
