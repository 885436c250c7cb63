"""Which module asks this database's index."""

from typing import Any

from django.db import connection

from forum.searching import postgresql, sqlite


def backend() -> Any:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
