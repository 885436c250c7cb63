"""Which module asks this database's index."""

from importlib import import_module
from typing import Any

from django.db import connection


def backend() -> Any:
    # Only the one that is asked is loaded: PostgreSQL's driver takes nine megabytes.
    return import_module(f"forum.searching.{connection.vendor}")
