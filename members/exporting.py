"""A member's copy of what the site holds about them: asked for by one press, made by the worker."""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members import chapters, export_files, mailing
from members.models import Export, Member

log = logging.getLogger(__name__)


@transaction.atomic
def ask_for(member: Member) -> Export:
    """The member's export: the one there is while it is fresh, else one for the worker to make."""
    # Two presses at once: the second waits here for the first.
    Member.objects.select_for_update().get(pk=member.pk)
    if fresh := fresh_of(member):
        return fresh
    delete_of(member)
    return Export.objects.create(member=member, asked_at=timezone.now())


def fresh_of(member: Member) -> Export | None:
    """The export that a member can fetch, or that is being made."""
    return Export.objects.fresh(timezone.now()).filter(member=member).first()


def make_waiting() -> None:
    """Make those that were asked for. One that fails is tried again, and keeps no other back."""
    for export in Export.objects.waiting(timezone.now()).order_by("asked_at"):
        if not _claim(export):
            continue
        try:
            _make(export)
        except Exception:
            log.exception("Export %s could not be made", export.pk)


def path_of(export: Export) -> Path:
    """Where its file lies, once it is ready: outside the media, where no proxy looks."""
    return Path(settings.EXPORTS_ROOT) / f"{export.key}.zip"


def delete_of(member: Member) -> None:
    """Take a member's export away, if there is one."""
    _delete(Export.objects.filter(member=member))


def delete_older_than(moment: datetime) -> None:
    """Take away those that were ready before a moment, and files that no row names any more."""
    _delete(Export.objects.filter(ready_at__lt=moment))
    files = list(Path(settings.EXPORTS_ROOT).glob("*"))
    # Read after the files: what is begun meanwhile has a row before it has a file.
    known = set(Export.objects.values_list("key", flat=True))
    for path in files:
        if path.stem not in known:
            path.unlink(missing_ok=True)


def _delete(exports: Iterable[Export]) -> None:
    for export in exports:
        path = path_of(export)
        # The row first: one that names a missing file would be worse than a file without a row.
        export.delete()
        path.unlink(missing_ok=True)


def _claim(export: Export) -> bool:
    """Whether this worker is the one that makes it."""
    now = timezone.now()
    waiting = Export.objects.waiting(now).filter(pk=export.pk)
    return bool(waiting.update(claimed_at=now))


def _make(export: Export) -> None:
    path = path_of(export)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    export_files.write(export.member_id, chapters.CHAPTERS, unfinished)
    unfinished.rename(path)
    if Export.objects.filter(pk=export.pk, ready_at=None).update(ready_at=timezone.now()):
        mailing.send(export.member, "export_ready")
