"""A migration killed half-way is completed by the next, which leaves what it would have left."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.running_site import KEY, ROOT

pytestmark = pytest.mark.fault

STEP = 100  # statements more before each kill, so that each run gets further
SECONDS = 200

# Migrates an empty database in children, each of which kills itself some statements later than the
# one before; then as always, and says what there is.
MIGRATE = """
import json, os, signal, sys
from itertools import count
import django
django.setup()
from django.core.management import call_command
from django.db import connection

def is_migrated(most):
    if child := os.fork():
        return os.waitpid(child, 0)[1] == 0
    asked = count(1)
    def ask(execute, *question):
        if next(asked) > most:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*question)
    with connection.execute_wrapper(ask):
        call_command("migrate", verbosity=0)
    os._exit(0)

step = int(os.environ["STEP"])
kills = next(number for number in count() if is_migrated((number + 1) * step)) if step else 0
call_command("migrate", verbosity=0)
tables = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
        tables[table] = [[list(map(str, column)) for column in columns], sorted(constraints),
            cursor.fetchone()[0]]
json.dump({"kills": kills, "tables": tables}, sys.stdout)
"""


def migrated(folder: Path, database: str, *, step: int) -> dict[str, Any]:
    """What an empty database holds in the end."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "harringay.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "SECRET_KEY": KEY,
            "STEP": str(step),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request):
    """The addresses of two that are empty."""
    if request.param == "sqlite":
        yield "", ""
        return
    # Where they may be read by the account that PostgreSQL runs as: pytest's own folders may not.
    with (
        tempfile.TemporaryDirectory(prefix="harringay-") as folder,
        servers.postgres(Path(folder) / "one") as one,
        servers.postgres(Path(folder) / "two") as two,
    ):
        yield one, two


def test_is_completed_by_the_next(databases, tmp_path):
    one, two = databases
    disturbed = migrated(tmp_path / "one", one, step=STEP)
    undisturbed = migrated(tmp_path / "two", two, step=0)
    assert disturbed["kills"] > 1
    assert disturbed["tables"] == undisturbed["tables"]
