"""Cleans all stored HTML again, from its source, after the cleaner has changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import recleaning


class Command(BaseCommand):
    help = "Clean all stored HTML of an older version again. Can be cut off and run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if measured := recleaning.measure_pictures():
            self.stdout.write(f"pictures: {measured} measured")
        refused = recleaning.reclean(self._show)
        if refused:
            raise CommandError("These were refused, and stay as they were:\n" + "\n".join(refused))
        self.stdout.write("All stored HTML is of today's version.")

    def _show(self, what: str, done: int) -> None:
        self.stdout.write(f"{what}: {done} cleaned again")
        self.stdout.flush()
