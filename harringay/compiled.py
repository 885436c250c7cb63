"""Queries that Django composes once: from one request to the next only the values in them change.

To compose a query takes Django several times as long as to ask it: of the 0.6 ms that a discussion
with its category takes by `QuerySet.get`, 0.1 ms is what is left here.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet, Value
from django.db.models.sql import DeleteQuery, UpdateQuery

Given = str | int | datetime | None
# Given SQL and its parameters, all rows that it finds.
Ask = Callable[[str, list[Any]], list[Any]]


class _Compiled(ABC):
    """SQL with slots for values, composed once for each thread and its own connection.

    Nothing about whoever asks may go into the building: it would be kept for all who come after.
    """

    def __init__(self, build: Callable[..., Any], *, slots: int = 1) -> None:
        self._build = build
        self._slots = [object() for _ in range(slots)]
        self._here = threading.local()

    def _ready(self, values: tuple[Given, ...]) -> tuple[str, list[Any]]:
        """The SQL, and its parameters with the values in their slots."""
        here, connection = self._here, connections[DEFAULT_DB_ALIAS]
        if getattr(here, "connection", None) is not connection:
            here.compiler = self._composed(connection)
            here.sql, here.params = here.compiler.as_sql()
            self._settle(here.compiler)
            here.connection = connection
        prepare = connection.ops.adapt_datetimefield_value
        slots = {
            id(slot): prepare(value) if isinstance(value, datetime) else value
            for slot, value in zip(self._slots, values, strict=True)
        }
        return here.sql, [slots.get(id(param), param) for param in here.params]

    @abstractmethod
    def _composed(self, connection: Any) -> Any:
        """The compiler, which makes the SQL."""

    def _settle(self, compiler: Any) -> None:  # noqa: B027  only a query has more to do
        """What else of the compiler's work needs doing only once."""

    def _built(self) -> Any:
        return self._build(*map(Value, self._slots))


class Query(_Compiled):
    """A queryset, built with a slot for each value that it is asked with."""

    def first(self, *values: Given) -> Any:
        """The first row that it finds, or None."""
        return next(iter(self.all(*values)), None)

    def all(self, *values: Given) -> list[Any]:
        """Every row that it finds, in the form in which the queryset gives them."""
        return self.all_through(_ask, *values)

    def all_through(self, ask: "Ask", *values: Given) -> list[Any]:
        """The same for whoever asks it together with something else."""
        return self._made_of(ask(*self._ready(values)))

    def _made_of(self, found: list[Any]) -> list[Any]:
        here = self._here
        here.found = [found]
        rows = list(here.queryset._iterable_class(here.queryset))  # noqa: SLF001  it has no public name
        del here.found
        return rows

    def _composed(self, connection: Any) -> Any:
        queryset: QuerySet[Any] = self._built()
        compiler = queryset.query.get_compiler(connection=connection)
        queryset.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        self._here.queryset = queryset
        return compiler

    def _settle(self, compiler: Any) -> None:
        """Its rows are what was found, and are always made out alike."""
        here = self._here
        compiler.execute_sql = lambda *_args, **_kwargs: here.found
        converters = compiler.get_converters([column[0] for column in compiler.select])
        compiler.get_converters = lambda _columns: converters
        here.width = len(compiler.select)


def _ask(sql: str, params: list[Any]) -> list[Any]:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def one_of_each(*asked: tuple[Query, tuple[Given, ...]]) -> list[Any]:
    """What each query finds, all of them asked as one; each finds one row, or None.

    A row of nothing but nulls is none.
    """
    ready = [query._ready(values) for query, values in asked]  # noqa: SLF001  of this module
    sql = _beside_each_other(*(sql for sql, _params in ready))
    row = _ask(sql, [param for _sql, params in ready for param in params])[0]
    found, start = [], 0
    for query, _values in asked:
        end = start + query._here.width  # noqa: SLF001
        columns, start = row[start:end], end
        is_there = any(column is not None for column in columns)
        found.append(query._made_of([columns])[0] if is_there else None)  # noqa: SLF001
    return found


@lru_cache
def _beside_each_other(*statements: str) -> str:
    """One row, whichever of them find one."""
    names = [f"found_{nth}" for nth in range(len(statements))]
    columns = ", ".join(f"{name}.*" for name in names)
    joined = (
        f"LEFT JOIN ({sql}) {name} ON TRUE" for name, sql in zip(names, statements, strict=True)
    )
    return f"SELECT {columns} FROM (SELECT 1) one {' '.join(joined)}"  # noqa: S608  composed by Django


class _Change(_Compiled):
    def run(self, *values: Given) -> int:
        """How many rows were there to be changed."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(*self._ready(values))
            changed: int = cursor.rowcount
        return changed


class Delete(_Change):
    """`QuerySet.delete` of rows that no other row hangs from, and that no signal tells of."""

    def _composed(self, connection: Any) -> Any:
        return self._built().query.chain(DeleteQuery).get_compiler(connection=connection)


class Update(_Change):
    """`QuerySet.update`: the rows of a model with a key, and what is set in them."""

    def _composed(self, connection: Any) -> Any:
        rows, changes = self._built()
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        return query.get_compiler(connection=connection)


def insert(row: Model) -> None:
    """Save a new row as `Model.save` would, but for its signals."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_insertion(type(row)), _values(row))
        (row.pk,) = cursor.fetchone()
    row._state.adding = False  # noqa: SLF001  documented for those who load rows
    row._state.db = DEFAULT_DB_ALIAS  # noqa: SLF001


def insert_where_missing(row: Model) -> None:
    """The same, where no constraint says that there is such a row; its key stays unknown."""
    sql = f"{_insertion(type(row), returning=False)} ON CONFLICT DO NOTHING"
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, _values(row))


def _values(row: Model) -> list[Any]:
    connection = connections[DEFAULT_DB_ALIAS]
    values = ((field, field.pre_save(row, True)) for field in _fields(type(row)))  # noqa: FBT003  it is called add
    return [
        # Every field keeps that as it is, by a longer way.
        None if value is None else field.get_db_prep_save(value, connection)
        for field, value in values
    ]


@cache
def _fields(model: type[Model]) -> list[Any]:
    """All but the key, which the database makes."""
    meta = model._meta  # noqa: SLF001  documented
    return [field for field in meta.local_concrete_fields if not field.primary_key]


@cache
def _insertion(model: type[Model], *, returning: bool = True) -> str:
    """Both databases quote alike, and both say which key they have made."""
    meta, columns = model._meta, [field.column for field in _fields(model)]  # noqa: SLF001  documented
    names = ", ".join(f'"{column}"' for column in columns)
    slots = ", ".join(["%s"] * len(columns))
    key = f' RETURNING "{meta.pk.column}"' if returning else ""
    return f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({slots}){key}'  # noqa: S608  names of our own
