"""Reads one message from standard input, for a mail server that pipes what comes to a program."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError

from notifications import answering

# Python's own default for what cannot be understood on a command line.
NOT_UNDERSTOOD = 2


class Command(BaseCommand):
    help = "Reads one message from standard input and does what it asks, once."
    # The mail server waits, and a database that is away is no fault of the code's.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            metavar="ADDRESS",
            help="Whom it came to; may be said several times. Else its headers say so.",
        )
        parser.add_argument("--sender", metavar="ADDRESS", help="Its envelope sender.")

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except SystemExit as end:
            # Mail servers read what sysexits.h says, and take anything else for a riddle.
            raise SystemExit(os.EX_USAGE if end.code == NOT_UNDERSTOOD else end.code) from None

    def handle(self, *, recipient: list[str], sender: str | None, **_options: Any) -> None:
        if not settings.REPLY_DOMAIN:
            raise CommandError(
                "Mail comes in only where REPLY_DOMAIN is set.", returncode=os.EX_USAGE
            )
        raw = sys.stdin.buffer.read(answering.MOST_BYTES + 1)
        try:
            answering.receive(raw, recipients=recipient, envelope_sender=sender)
        except answering.TooBig as problem:
            raise CommandError(str(problem), returncode=os.EX_DATAERR) from None
        except (DatabaseError, InterfaceError) as problem:
            away = f"The database is away: {type(problem).__name__}"
            raise CommandError(away, returncode=os.EX_TEMPFAIL) from None
