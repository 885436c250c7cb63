"""Runs the site in the foreground: all of it, or, for containers, one of its programs."""

import os
import sys
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from forum.moderation import permitting
from harringay import health, serving
from harringay.supervising import Program, Supervisor

HEAD_START_SECONDS = 4  # what a web server takes to its first page on two cores

DEMO_LOGINS = "owner@example.org, mo@example.org, asha@example.org, ben@example.org"
DEMO_PASSWORD = "harringay"  # noqa: S105  it exists only in demo content, and only on loopback


class Command(BaseCommand):
    help = "Runs web server, worker and timetable together until Ctrl-C; or one of them alone."
    # `set_up` has made them a moment ago.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program", nargs="?", choices=[*serving.wanted()])

    def handle(self, *, program: str | None, **_options: Any) -> None:
        serving.make_folders()
        serving.share_one_heap()
        _refuse_what_was_not_assessed()
        if program:
            command = serving.wanted()[program]()
            sys.stdout.flush()
            # It takes our place, and with it our number and our signals.
            os.execv(command[0], command)  # noqa: S606  no shell is wanted
        self._refuse_taken_port()
        supervisor = Supervisor(_programs(), say=self._say)
        supervisor.run(is_ready=health.web, on_ready=self._announce)

    def _refuse_taken_port(self) -> None:
        try:
            serving.listen_once()
        except OSError as problem:
            where = f"{settings.HOST}:{settings.PORT}"
            raise CommandError(
                f"Cannot listen on {where} ({problem.strerror}); set PORT."
            ) from None

    def _announce(self) -> None:
        self._say(f"The site is at {settings.SITE_URL}")
        if settings.DEMO:
            self._say(f"Sign in as one of {DEMO_LOGINS}; password: {DEMO_PASSWORD}")
        self._say(f"Ctrl-C stops it. Its logs are in {settings.DATA_DIR / 'logs'}")

    def _say(self, line: str) -> None:
        # The terminal may be gone by the time we stop.
        with suppress(OSError):
            self.stdout.write(line)
            self.stdout.flush()


def _refuse_what_was_not_assessed() -> None:
    """While the database is away nobody can tell; then the site starts, and says that it waits."""
    with suppress(DatabaseError):
        if names := permitting.refused(timezone.localdate()):
            raise CommandError(f"{' and '.join(names)} cannot be set yet. {permitting.HOW}")


def _programs() -> list[Program]:
    """The web server first: somebody waits for it, and three at once would start slower."""
    logs = settings.DATA_DIR / "logs"
    later = time.monotonic() + HEAD_START_SECONDS
    return [
        Program(
            name=name,
            command=command(),
            log=logs / f"{name}.log",
            due_at=0 if name == "web" else later,
        )
        for name, command in serving.wanted().items()
    ]
