"""Connections that do not wait for ever for a PostgreSQL that hangs.

One that is stopped, swapped out or before a disk that hangs has ended nothing: its kernel goes on
answering for it, so neither keepalives nor TCP's own time limits notice. Whoever asked would wait,
and with them a thread of the web server. So the client looks at its own clock, and ends the
connection.
"""

from typing import Any, ClassVar

from psycopg import Connection, OperationalError, errors
from psycopg_pool import ConnectionPool

# Of ours no question of a page's takes a tenth of it; one that waits for a lock that long is
# better asked again.
WEB_SECONDS = 10


class Patient(Connection[Any]):
    """A connection that is closed where an answer takes longer than is waited for.

    Without a number it waits for as long as it takes, as a migration or a backup must.
    """

    seconds: ClassVar[float | None] = None

    def wait(self, gen: Any, interval: Any = 0.1, timeout: float | None = None) -> Any:
        """As psycopg does, which asks its caller for how long. Raises OperationalError."""
        if timeout is not None or self.seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.seconds)
        except errors._WaitTimeout:  # noqa: SLF001  it has no other name
            # What comes on it after all would be taken for the answer to something else. And those
            # that lie in the pool hang too: nobody is to wait as long for each of them.
            self.pgconn.finish()
            if isinstance(self._pool, ConnectionPool):
                self._pool.drain()
            raise OperationalError(f"PostgreSQL has not answered in {self.seconds} s") from None


def in_web_process() -> None:
    """From now on no answer is waited for any longer, on whatever connection of this process."""
    Patient.seconds = WEB_SECONDS
