"""Everything between a fresh checkout, or a new release, and a site that can be started."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from members.models import Member


class Command(BaseCommand):
    help = (
        "Builds the assets, brings the database up to date, and fills an empty one if DEMO is true."
    )

    def handle(self, **_options: Any) -> None:
        call_command("build_assets")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("The database is up to date.")
        if settings.DEMO and not Member.objects.exists():
            call_command("seed_demo")
