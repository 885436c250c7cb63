"""What a migration may do while the code of the release before is still running (safety R-11).

The old code goes on until its last process has ended, and comes back where a release is taken back.
So a column or a table goes one release after the code that used it, and a new column lets rows be
added by whoever does not know it.
"""

import inspect
import re
from collections.abc import Iterator, Sequence
from importlib import import_module

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.running_site import ROOT

OUR_APPS = {"forum", "moderation", "members", "notifications"}
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
SAYS_SO = re.compile(r"\b(DROP (COLUMN|TABLE)|RENAME (COLUMN|TO))\b")

# Of each app the number of its last migration in the first release: no code is older than those.
FIRST_RELEASE: dict[str, int] = {}
# Those that take something away, each with the release whose code was the last to use it.
EXCUSED: dict[str, str] = {}

IS_RELEASED = re.search(r"^## \d", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
OURS = {
    f"{app}.{name}": migration
    for (app, name), migration in MigrationLoader(None).disk_migrations.items()
    if app in OUR_APPS and IS_RELEASED and int(name[:4]) > FIRST_RELEASE.get(app, 0)
}


def breaches(steps: Sequence[Operation]) -> Iterator[str]:
    """What of them the code before them could not live with."""
    made = {step.name_lower for step in steps if isinstance(step, migrations.CreateModel)}
    for step in steps:
        if isinstance(step, TAKES_AWAY):
            yield step.describe()
        elif isinstance(step, migrations.AddField) and step.model_name_lower not in made:
            yield from new_column(step)


def statements_of(migration: migrations.Migration) -> Iterator[str]:
    """Those typed in its module that take something away."""
    source = inspect.getsource(import_module(type(migration).__module__))
    yield from (found[0] for found in SAYS_SO.finditer(source))


def new_column(step: migrations.AddField) -> Iterator[str]:
    """Where it has to be filled in, by code that does not know it."""
    field = step.field
    if not (field.many_to_many or field.null or field.has_db_default()):
        yield f"{step.describe()}: give it null=True or a db_default"


def test_the_first_release_is_noted_above():
    assert bool(FIRST_RELEASE) == bool(IS_RELEASED)


@pytest.mark.parametrize("name", sorted(OURS))
def test_old_code_runs_on_the_new_schema(name):
    found = [*breaches(OURS[name].operations), *statements_of(OURS[name])]
    assert bool(found) == (name in EXCUSED), (
        f"{name}: {found}; wait a release, and excuse it above with the one that used it last"
    )


class TestBreaches:
    def told(self, *steps: Operation) -> list[str]:
        return list(breaches(steps))

    def test_are_columns_taken_away(self):
        assert self.told(migrations.RemoveField("reply", "body"))
        assert self.told(migrations.RenameField("reply", "body", "words"))

    def test_are_new_columns_that_must_be_filled_in(self):
        assert self.told(migrations.AddField("reply", "mood", models.TextField(default="")))
        assert not self.told(migrations.AddField("reply", "mood", models.TextField(null=True)))
        assert not self.told(migrations.AddField("reply", "mood", models.TextField(db_default="")))

    def test_are_found_in_statements_too(self):
        loaded = MigrationLoader(None).disk_migrations
        assert set(statements_of(loaded["forum", "0010_search_table"])) == {"DROP COLUMN"}
        assert not set(statements_of(loaded["forum", "0013_hidden_pictures"]))
