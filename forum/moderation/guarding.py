"""What the database itself refuses: a changed audit entry, and a case that takes a wrong turn.

Laid as triggers after every migrate: SQLite drops them when it alters a table.
"""

from typing import Any

from django.db import connection

from forum.moderation.models import TURNS, AuditCheckpoint, AuditEntry, Case

FOR_EVER = {AuditEntry: "audit_is_for_ever", AuditCheckpoint: "checkpoint_is_for_ever"}
TURN = "cases_turn_as_they_may"

_REFUSE = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN
        RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'integrity_constraint_violation';
    END$$
"""


def lay_triggers(**_kwargs: Any) -> None:
    """Lay them anew."""
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        if not {_table(model) for model in (*FOR_EVER, Case)} <= set(there):
            return
        for statement in [*_lifting(), *_laying()]:
            cursor.execute(statement)


def lift_triggers() -> None:
    """Take them away, for one transaction or a test's end: lay_triggers puts them back."""
    with connection.cursor() as cursor:
        for statement in _lifting():
            cursor.execute(statement)


def _lifting() -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {_table(model)}"
            for model, for_ever in FOR_EVER.items()
            for name in (for_ever, f"{for_ever}_whole")
        ] + [f"DROP TRIGGER IF EXISTS {TURN} ON {_table(Case)}"]
    names = [f"{name}_{what}" for name in FOR_EVER.values() for what in ("u", "d")]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in (*names, TURN)]


def _laying() -> list[str]:
    case = _table(Case)
    wrong = f"NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({_turns()})"
    keeping = [line for model, name in FOR_EVER.items() for line in _keep(_table(model), name)]
    if connection.vendor == "postgresql":
        turn = f"BEFORE UPDATE ON {case} FOR EACH ROW WHEN ({wrong}) EXECUTE FUNCTION"
        return [_REFUSE, *keeping, f"CREATE TRIGGER {TURN} {turn} refuse_change()"]
    turn = f"BEFORE UPDATE ON {case} WHEN {wrong} {_abort(TURN)}"
    return [*keeping, f"CREATE TRIGGER {TURN} {turn}"]


def _keep(table: str, name: str) -> list[str]:
    """Let no row of a table be changed or deleted."""
    if connection.vendor == "postgresql":
        refuse = "EXECUTE FUNCTION refuse_change()"
        return [
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {table} {refuse}",
        ]
    return [
        f"CREATE TRIGGER {name}_u BEFORE UPDATE ON {table} {_abort(name)}",
        f"CREATE TRIGGER {name}_d BEFORE DELETE ON {table} {_abort(name)}",
    ]


def _abort(name: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{name}'); END"


def _turns() -> str:
    """Each turn that may be taken, as a text in SQL; the names are our own."""
    return ", ".join(f"'{old}>{new}'" for old, ways in TURNS.items() for new in ways)


def _table(model: type[Any]) -> str:
    name: str = model._meta.db_table  # noqa: SLF001  documented
    return name
