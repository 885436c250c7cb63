"""Rows as lines of JSON, the same from SQLite and from PostgreSQL, and back into either."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.duration import duration_string

# Tables that no backup holds, and why.
LEFT_OUT: Final = {
    "django_migrations": "a site's own, and compared before anything is restored",
    "django_session": "who was signed in then must not be signed in again",
    "usersessions_usersession": "as above",
    "forum_change": "a version must never come twice",
    "members_export": "files for seven days, made again for the asking",
}
# The search index is made anew from what was restored; SQLite keeps it in several tables.
INDEXES: Final = ("forum_search", "forum_titles")

_AT_ONCE: Final = 2000
# What JSON says as it is. All others are made of what JSON says by the field itself.
_AS_THEY_ARE: Final = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.AutoField,
    models.BooleanField,
    models.FloatField,
)

Convert = Callable[[Any], Any]


def saved_models() -> list[type[models.Model]]:
    """Those whose rows are saved, in the order of their tables' names."""
    every = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed  # noqa: SLF001  documented
        and not model._meta.proxy  # noqa: SLF001
        and table_of(model) not in LEFT_OUT
    ]
    return sorted(every, key=table_of)


def table_of(model: type[models.Model]) -> str:
    name: str = model._meta.db_table  # noqa: SLF001  documented
    return name


def fields_of(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """All that a row holds, but for what the database works out itself."""
    fields = model._meta.local_concrete_fields  # noqa: SLF001  documented
    return [field for field in fields if not field.generated]


def columns_of(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in fields_of(model)]


def lines_of(model: type[models.Model], using: str) -> Iterator[bytes]:
    """Each row of a table as a line, in the order of their keys."""
    names = [field.attname for field in fields_of(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)  # noqa: SLF001
    for row in rows.iterator(chunk_size=_AT_ONCE):
        yield _ENCODER.encode(row).encode() + b"\n"


def reader_of(model: type[models.Model], columns: Sequence[str], using: str) -> Convert:
    """What makes of a line the values that the database is given, in the fields' own order.

    Raises ValueError for a line that is none of this table's.
    """
    fields = fields_of(model)
    if columns_of(model) != list(columns):
        raise ValueError
    converters = [_converter(field, connections[using]) for field in fields]
    made = [(at, converter) for at, converter in enumerate(converters) if converter]

    def read(line: bytes) -> list[Any]:
        values: list[Any] = json.loads(line)
        if not isinstance(values, list) or len(values) != len(fields):
            raise ValueError
        for at, converter in made:
            if values[at] is not None:
                values[at] = converter(values[at])
        return values

    return read


def _converter(field: Any, connection: BaseDatabaseWrapper) -> Convert | None:
    """None where the database takes what JSON says."""
    plain = field.target_field if field.is_relation else field
    if isinstance(plain, _AS_THEY_ARE):
        return None

    def convert(value: Any) -> Any:
        return field.get_db_prep_save(field.to_python(value), connection=connection)

    return convert


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    raise TypeError(type(value))


_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_as_json
)
