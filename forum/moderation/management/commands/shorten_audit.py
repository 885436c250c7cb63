"""manage.py shorten_audit: what of the audit log is over six years old goes (safety L-45, L-52)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.utils import ProgrammingError
from django.utils import timezone

from forum.moderation import shortening


class Command(BaseCommand):
    help = "Take out of the audit log what is over six years old, and note where it goes on."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            checkpoint = shortening.shorten(timezone.now())
        except shortening.NotWhole as problem:
            raise CommandError(str(problem)) from problem
        except ProgrammingError as problem:
            raise CommandError(
                f"The role that owns the tables must do this: {problem}"
            ) from problem
        if checkpoint is None:
            self.stdout.write("Nothing in the audit log is old enough to go.")
            return
        self.stdout.write(
            f"{checkpoint.entry_count:,} entries have gone, up to number {checkpoint.last_key:,}. "
            f"The log goes on from {checkpoint.last_hash}."
        )
