"""How PostgreSQL is brought to look for the newest matches first, and for no others.

GIN gives all matches of a word at once: for one in twenty of a million replies, 50,000 rows to
fetch and sort. An index by time gives the newest rows, of which nineteen in twenty do not match.
So a table is asked for depth by depth, each about five times as deep as the one above it: within
one, PostgreSQL lays both indexes over each other (the one by time is coarse, migration 0009), and
what is beneath it is asked for only as long as there are too few. Where the depths begin alters no
answer, only how soon it comes.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from django.db import connection

from forum.searching.entries import MOST_CANDIDATES, Scope

# How many rows are above each bound.
_ROWS_ABOVE: Final = (2_000, 10_000, 50_000, 250_000, 1_250_000)
_BOUNDS_LAST: Final = 3600  # seconds; in a day even a busy forum grows by no depth

Sql = tuple[str, tuple[Any, ...]]

_DEPTH: Final = """
    (SELECT id AS entry, {moment} AS moment, search_vector AS vector FROM {table}
    WHERE search_vector @@ websearch_to_tsquery('harringay', %s) AND {conditions}
    ORDER BY {moment} DESC, id DESC LIMIT {most})
"""

_NEWEST: Final = "SELECT * FROM ({depths}) AS depth LIMIT {most}"
_BOUND: Final = (
    "(SELECT {moment} FROM {table} ORDER BY {moment} DESC, id DESC LIMIT 1 OFFSET {rows})"
)


@dataclass
class Depths:
    """One table, and the moments that part it into depths."""

    table: str
    moment: str
    discussion: str
    _bounds: list[datetime] = field(default_factory=list)
    _read_at: float = -_BOUNDS_LAST

    def candidates(self, words: str, scope: Scope) -> Sql:
        """SQL for the newest rows with these words, as entry, moment and vector."""
        shared = self._narrowed(scope)
        bounds = [None, *self.bounds(), None]
        parts, params = [], []
        for upper, lower in pairwise(bounds):
            conditions = [*self._between(upper, lower), *shared]
            parts.append(
                _DEPTH.format(
                    table=self.table,
                    moment=self.moment,
                    conditions=" AND ".join(["true", *(sql for sql, _ in conditions)]),
                    most=MOST_CANDIDATES,
                )
            )
            params += [words, *(value for _, value in conditions)]
        sql = _NEWEST.format(depths=" UNION ALL ".join(parts), most=MOST_CANDIDATES)
        return sql, tuple(params)

    def bounds(self) -> list[datetime]:
        """The newest bound first; fewer in a smaller forum."""
        if time.monotonic() - self._read_at >= _BOUNDS_LAST:
            self._bounds = self._read()
            self._read_at = time.monotonic()
        return self._bounds

    def _read(self) -> list[datetime]:
        each = (
            _BOUND.format(moment=self.moment, table=self.table, rows=rows) for rows in _ROWS_ABOVE
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(each)}")
            return [bound for bound in cursor.fetchone() if bound]

    def _between(
        self, upper: datetime | None, lower: datetime | None
    ) -> list[tuple[str, datetime]]:
        above = [(f"{self.moment} > %s", lower)] if lower else []
        return above + ([(f"{self.moment} <= %s", upper)] if upper else [])

    def _narrowed(self, scope: Scope) -> list[tuple[str, Any]]:
        """What of the scope is in the table itself."""
        conditions: list[tuple[str, Any]] = []
        if scope.author:
            conditions.append(("author_id = %s", scope.author))
        if scope.few is not None:
            conditions.append((f"{self.discussion} = ANY(%s)", list(scope.few)))
        if scope.since:
            conditions.append((f"{self.moment} >= %s", scope.since))
        if scope.until:
            conditions.append((f"{self.moment} <= %s", scope.until))
        return conditions
