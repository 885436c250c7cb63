"""Joins, copies and collects what a browser is sent; does nothing where nothing has changed."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from harringay import assets


class Command(BaseCommand):
    help = "Joins our stylesheets and behaviours, adds the packages' files, and collects it all."

    def handle(self, **_options: Any) -> None:
        absent = assets.build(
            static=settings.BASE_DIR / "static",
            packages=settings.BASE_DIR / "node_modules",
            out=settings.BUILT_ASSETS,
        )
        if absent:
            self.stderr.write(f"Without {', '.join(absent)}: type `npm ci` to have them.")
        self._collect_if_changed()

    def _collect_if_changed(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".collected-from"
        now = _fingerprint()
        if stamp.is_file() and stamp.read_text() == now:
            self.stdout.write("The assets are as they were.")
            return
        sources = assets.sources(settings.BASE_DIR / "static")
        call_command("collectstatic", ignore_patterns=sources, interactive=False, verbosity=0)
        stamp.write_text(now)
        self.stdout.write(f"The assets are in {settings.STATIC_ROOT}.")


def _fingerprint() -> str:
    """A hash of every static file's name, size and date: reading them all would take too long."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
