"""What Django loads for the ENGINE `harringay.postgresql`."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError, adapt
from psycopg.types.datetime import TimestamptzLoader

from harringay.postgresql.patience import Patient


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads moments with psycopg's own loader, which is in C and takes a tenth of the time.

    Django's puts the connection's time zone in the place of what psycopg has read. Here both are
    UTC: Django asks PostgreSQL for that as soon as it is connected.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pool = self.settings_dict["OPTIONS"].get("pool")
        if isinstance(pool, dict):
            pool.setdefault("connection_class", Patient)

    def get_connection_params(self) -> dict[str, Any]:
        """Nothing where a pool has been told them: Django asks for them at each request again."""
        if self.alias in self._connection_pools:  # type: ignore[attr-defined]  # stubs lack it
            return {}
        params: dict[str, Any] = super().get_connection_params()
        context = adapt.AdaptersMap(params["context"])
        context.register_loader("timestamptz", TimestamptzLoader)
        return params | {"context": context}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Passes over those in the pool that PostgreSQL has ended, as it does when it is restarted.

        psycopg's own check asks PostgreSQL each time, and waits a second after each that is dead.
        """
        connection = super().get_new_connection(conn_params)
        while self.pool and _has_been_ended(connection):
            connection.close()
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """As Django does, but for asking its own loader of moments which time zone it has."""
        if name is None:
            return self.connection.cursor()
        return self.connection.cursor(name, scrollable=False, withhold=self.connection.autocommit)


def _has_been_ended(connection: Connection) -> bool:
    """Whether there is an end to be read where nothing has been asked; takes some microseconds."""
    waiting = select.poll()
    try:
        waiting.register(connection.fileno(), select.POLLIN)
        while waiting.poll(0):
            connection.pgconn.consume_input()
    except OperationalError:
        return True
    return False
