"""A backup's rows put in the place of those that the database holds."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO, Final

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, models

from forum import changes, searching
from harringay.backups import emptying, rows
from harringay.backups.errors import BackupDamaged
from harringay.backups.manifest import Manifest, Table
from harringay.backups.storing import Folder, packed

_AT_ONCE: Final = 2000

Values = Sequence[Any]
Progress = Callable[[str, int], None]


def fill(folder: Folder, manifest: Manifest, progress: Progress) -> None:
    """Take out all rows and put in the backup's; in the caller's transaction.

    Raises BackupDamaged, and then the transaction must not be kept.
    """
    saved = rows.saved_models()
    tables = emptying.tables_to_empty(saved)
    there = {table.name: table for table in manifest.tables}
    with emptying.without_triggers(tables):
        emptying.empty(tables)
        for model in saved:
            _fill_table(folder, model, there[rows.table_of(model)], progress)
        _check_references()
    _go_on_counting(saved)
    progress("search index", 0)
    searching.rebuild()
    changes.count_one()
    ContentType.objects.clear_cache()


def _check_references() -> None:
    """Now, as PostgreSQL alters no table of which a check is still to come."""
    with _refusing("a table"):
        connection.check_constraints()


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Rows that contradict one another, or are of nobody."""
    try:
        yield
    except DatabaseError as problem:
        reason = str(problem).strip()
        raise BackupDamaged(name, f"has what the database does not take ({reason})") from problem


def _fill_table(
    folder: Folder, model: type[models.Model], table: Table, progress: Progress
) -> None:
    insert = _copied_in if connection.vendor == "postgresql" else _inserted
    done = 0
    with folder.reading(table.stored.name) as raw, packed(raw) as lines:
        read = _lines_read(lines, model, table)
        while batch := list(islice(read, _AT_ONCE)):
            with _refusing(table.stored.name):
                insert(table, batch)
            done += len(batch)
            progress(table.name, done)
    if (found := _count(table)) != table.rows:
        raise BackupDamaged(table.stored.name, f"gave {found:,} rows of {table.rows:,}")


def _lines_read(lines: BinaryIO, model: type[models.Model], table: Table) -> Iterator[Values]:
    try:
        read = rows.reader_of(model, table.columns, DEFAULT_DB_ALIAS)
        for line in lines:
            yield read(line)
    except (ValueError, ValidationError):
        raise BackupDamaged(table.stored.name, "holds what is no row of this table") from None


def _inserted(table: Table, batch: Sequence[Values]) -> None:
    places = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_quoted(table)} ({_columns(table)}) VALUES ({places})",  # noqa: S608
            batch,
        )


def _copied_in(table: Table, batch: Sequence[Values]) -> None:
    """PostgreSQL takes rows ten times as fast as a stream of them."""
    statement = f"COPY {_quoted(table)} ({_columns(table)}) FROM STDIN"
    in_our_words = connection.wrap_database_errors
    with connection.cursor() as cursor, in_our_words, cursor.copy(statement) as stream:
        for values in batch:
            stream.write_row(values)


def _count(table: Table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {_quoted(table)}")  # noqa: S608  quoted
        count: int = cursor.fetchone()[0]
    return count


def _go_on_counting(saved: Sequence[type[models.Model]]) -> None:
    """The next row's number follows the highest that there is."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(saved)):
            cursor.execute(statement)


def _quoted(table: Table) -> str:
    return connection.ops.quote_name(table.name)


def _columns(table: Table) -> str:
    return ", ".join(map(connection.ops.quote_name, table.columns))
