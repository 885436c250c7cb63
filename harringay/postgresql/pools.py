"""The connections of a web process: one for each of its threads, before anybody asks."""

from django.db import DEFAULT_DB_ALIAS, connections

from harringay.postgresql.base import DatabaseWrapper


def fill(size: int) -> None:
    """Connect so often in the background, and keep it so.

    By itself a pool connects once, and then once more at a time while others wait. In a process
    that has only begun, and does everything else for the first time, eight who came at once waited
    for more than the second after which the database counts as away.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if isinstance(database, DatabaseWrapper) and database.pool:
        database.pool.open()
        database.pool.resize(size, database.pool.max_size)
