"""What the database itself refuses: a changed audit entry, and a case that takes a wrong turn.

Laid as triggers after every migrate: SQLite drops them when it alters a table.
"""

from typing import Any

from django.db import connection

from forum.moderation.models import TURNS, AuditEntry, Case

AUDIT = "audit_is_for_ever"
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
        if not {_table(AuditEntry), _table(Case)} <= set(there):
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
            f"DROP TRIGGER IF EXISTS {AUDIT} ON {_table(AuditEntry)}",
            f"DROP TRIGGER IF EXISTS {AUDIT}_whole ON {_table(AuditEntry)}",
            f"DROP TRIGGER IF EXISTS {TURN} ON {_table(Case)}",
        ]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in (f"{AUDIT}_u", f"{AUDIT}_d", TURN)]


def _laying() -> list[str]:
    audit, case = _table(AuditEntry), _table(Case)
    wrong = f"NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({_turns()})"
    if connection.vendor == "postgresql":
        refuse = "EXECUTE FUNCTION refuse_change()"
        row = f"FOR EACH ROW {refuse}"
        return [
            _REFUSE,
            f"CREATE TRIGGER {AUDIT} BEFORE UPDATE OR DELETE ON {audit} {row}",
            f"CREATE TRIGGER {AUDIT}_whole BEFORE TRUNCATE ON {audit} {refuse}",
            f"CREATE TRIGGER {TURN} BEFORE UPDATE ON {case} FOR EACH ROW WHEN ({wrong}) {refuse}",
        ]
    never, wrongly = (f"BEGIN SELECT RAISE(ABORT, '{name}'); END" for name in (AUDIT, TURN))
    return [
        f"CREATE TRIGGER {AUDIT}_u BEFORE UPDATE ON {audit} {never}",
        f"CREATE TRIGGER {AUDIT}_d BEFORE DELETE ON {audit} {never}",
        f"CREATE TRIGGER {TURN} BEFORE UPDATE ON {case} WHEN {wrong} {wrongly}",
    ]


def _turns() -> str:
    """Each turn that may be taken, as a text in SQL; the names are our own."""
    return ", ".join(f"'{old}>{new}'" for old, ways in TURNS.items() for new in ways)


def _table(model: type[Any]) -> str:
    name: str = model._meta.db_table  # noqa: SLF001  documented
    return name
