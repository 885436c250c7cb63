"""What Django loads for the ENGINE `harringay.sqlite`."""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

# Of the statements that a site repeats, as they are: about 2 KB each.
KEPT = 128


class Cursor(base.SQLiteCursorWrapper):
    """Django writes %s and SQLite reads ?, so each statement is searched for what to replace.

    That takes up to 17 µs of the 65 in which a member is read, and comes out alike each time.
    """

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _with_question_marks(query)
        return super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002  Django gives it
        return self.connection.cursor(factory=Cursor)


@lru_cache(maxsize=KEPT)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
