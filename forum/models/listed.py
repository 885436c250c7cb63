"""All rows of a query as one value, for a query that has another question to answer."""

from typing import Any

from django.db import models


class Listed(models.Func):
    """The named columns of each row, as JSON; NULL or an empty list where there is no row."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        template = "json_group_array(json_array(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        template = "jsonb_agg(jsonb_build_array(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template)


class Written(models.Func):
    """The same as a text, for who only compares it: equal texts are of equal rows.

    PostgreSQL gives rows in any order, and so is told one; SQLite finds them by their keys.
    """

    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        template = "json_group_array(json_array(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        key, _ = compiler.compile(self.get_source_expressions()[0])
        template = f"json_agg(json_build_array(%(expressions)s) ORDER BY {key})::text"
        return self.as_sql(compiler, connection, template=template)
