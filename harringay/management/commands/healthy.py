"""Says, by its exit status, whether a program of the running site does its work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from harringay import health


class Command(BaseCommand):
    help = "Exits with 0 if the program works, with 1 if it does not."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program", choices=[*health.CHECKS])

    def handle(self, *, program: str, **_options: Any) -> None:
        if not health.CHECKS[program]():
            raise CommandError(f"The {program} does not answer.")
        self.stdout.write(f"The {program} answers.")
