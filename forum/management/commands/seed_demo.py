"""Fills an empty site with fictional neighbours and their discussions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import demoing
from forum.demo.people import PASSWORD
from forum.errors import NoPlaceForDemo


class Command(BaseCommand):
    help = "Fill an empty site with fictional neighbours and discussions."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            moved_in = demoing.seed_demo(self._show)
        except NoPlaceForDemo as refusal:
            raise CommandError(str(refusal)) from refusal
        if not moved_in:
            self.stdout.write("Demo content is here already; nothing was changed.")
            return
        self.stdout.write(
            "Demo content is here. Sign in as owner@example.org, mo@example.org, "
            f"asha@example.org or ben@example.org, password {PASSWORD}."
        )

    def _show(self, told: int, of: int) -> None:
        if self.stdout.isatty():
            ending = "\n" if told == of else "\r"
            self.stdout.write(f"Discussions: {told} of {of}", ending=ending)
            self.stdout.flush()
