"""What Django loads for the ENGINE `harringay.sqlite`."""

import sqlite3
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base, operations
from django.db.models.expressions import Col

# Of the statements that a site repeats, as they are: about 2 KB each.
KEPT = 128

# Made out by the driver, by the type of their column.
_MADE_OUT = {"BooleanField", "DateTimeField"}


class Cursor(base.SQLiteCursorWrapper):
    """Django writes %s and SQLite reads ?, so each statement is searched for what to replace.

    That takes up to 17 µs of the 65 in which a member is read, and comes out alike each time.
    """

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _with_question_marks(query)
        return super().convert_query(query, param_names=param_names)


class DatabaseOperations(operations.DatabaseOperations):
    """Django makes out the moments and booleans of a row after SQLite's driver has done so already.

    The driver does it for every value that comes from a column, for it is told the column's type;
    Django's own turn, a call for each value, took a sixth of the time of a list. What is computed
    has no such type, and is still Django's to make out.
    """

    def get_db_converters(self, expression: Any) -> list[Any]:
        if isinstance(expression, Col) and expression.output_field.get_internal_type() in _MADE_OUT:
            return []
        converters: list[Any] = super().get_db_converters(expression)
        return converters


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002  Django gives it
        return self.connection.cursor(factory=Cursor)


@lru_cache(maxsize=KEPT)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def _moment(kept: bytes) -> datetime:
    """A moment as Django keeps it: in UTC, without saying so (`adapt_datetimefield_value`)."""
    return datetime.fromisoformat(f"{kept.decode()}+00:00")


# Django's own gives one without a time zone. What it registers for booleans serves as it is.
sqlite3.register_converter("datetime", _moment)
