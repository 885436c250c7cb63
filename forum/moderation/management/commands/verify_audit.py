"""manage.py verify_audit: whether the audit log is what was written (safety L-45)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.moderation import auditing
from forum.moderation.models import AuditCheckpoint, AuditEntry


class Command(BaseCommand):
    help = "Check every entry of the audit log against the one before it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = auditing.verify()
        for key, what in broken:
            self.stderr.write(f"Entry {key} {what}." if key else f"{what}.")
        if broken:
            raise CommandError("The audit log is not what was written.")
        checkpoint = AuditCheckpoint.objects.first()
        since = f" since the checkpoint of {checkpoint.made_at:%-d %B %Y}" if checkpoint else ""
        count = AuditEntry.objects.count()
        self.stdout.write(f"The audit log is whole: {count:,} entries{since}.")
