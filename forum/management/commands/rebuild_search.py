"""Makes the search index anew."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from forum import changes, searching
from forum.models import Discussion, Reply


class Command(BaseCommand):
    help = "Makes the search index anew, whatever state it is in. Searching waits meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django passes them
        count = Discussion.objects.count() + Reply.objects.count()
        began = time.monotonic()
        self.stdout.write(f"Indexing {count:,} discussions and replies …")
        searching.rebuild()
        # Pages that visitors were shown before may have missed something.
        changes.count_one()
        self.stdout.write(f"Done in {time.monotonic() - began:.1f} s.")
