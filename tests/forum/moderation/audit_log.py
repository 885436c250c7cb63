"""The audit log, as somebody changes it who may do anything, and what the commands say of it."""

from io import StringIO

from django.core.management import call_command
from django.db import connection

from forum.moderation import guarding


def said_by(command: str) -> str:
    said = StringIO()
    call_command(command, stdout=said)
    return said.getvalue()


def tamper(change: str) -> None:
    """As somebody would who can do anything to the database."""
    guarding.lift_triggers()
    with connection.cursor() as cursor:
        cursor.execute(change)
    guarding.lay_triggers()
