"""Makes every denormalised number anew from the truth, and says what was mended."""

from typing import Any

from django.core.management.base import BaseCommand

from forum import counting


class Command(BaseCommand):
    help = "Recompute every denormalised number, and say what was mended."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write("Making every number anew; a large site takes a minute.")
        mended = counting.recount(self._show)
        self.stdout.write(f"{mended} mended in all." if mended else "Every number was right.")

    def _show(self, what: str, mended: int) -> None:
        self.stdout.write(f"{what}: {mended} mended")
        self.stdout.flush()
