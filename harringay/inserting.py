"""Rows made by the database from what it finds: `INSERT … SELECT`, which Django has no name for.

However many rows there are, it is one statement, and none of them comes here.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet


def insert_from(model: type[Model], found: "QuerySet[Any]", **columns: Any) -> int:
    """Make a row of `model` for each row found, in its order, unless there is one; how many.

    `columns` are the model's attributes (`recipient_id`) with expressions over what is found; all
    others are left empty.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    meta = model._meta  # noqa: SLF001  documented
    names = ", ".join(f'"{meta.get_field(name).column}"' for name in columns)  # type: ignore[union-attr]
    selected = found.values_list(*columns.values())
    sql, params = selected.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({names}) {sql} ON CONFLICT DO NOTHING',
            params,
        )
        made: int = cursor.rowcount
    return made
