"""Which pictures nobody may send again: those that were taken down as most urgent (safety S-51)."""

import hashlib
import logging
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from forum.moderation.models import Case, RefusedPicture
from harringay import pictures

log = logging.getLogger(__name__)


def refuse(case: Case, paths: Iterable[Path]) -> None:
    """Note the pictures of a case that lie there; what they look like is worked out after that.

    Call it in a transaction. Twice changes nothing.
    """
    known = set(case.refused_pictures.values_list("path", flat=True))
    RefusedPicture.objects.bulk_create(
        RefusedPicture(case=case, path=path.as_posix(), sha256=hashlib.sha256(data).hexdigest())
        for path in paths
        if path.as_posix() not in known and (data := _read(path))
    )
    transaction.on_commit(partial(look_at, case.pk))


def allow(case: Case) -> None:
    """Refuse the pictures of a case no more: it was a false report, or that was undone."""
    RefusedPicture.objects.filter(case=case).delete()


def look_at(case_key: int) -> None:
    """Work out what the pictures of a case look like, while they are still there to be seen."""
    for refused in RefusedPicture.objects.filter(case=case_key, likenesses=[]):
        data = _read(Path(refused.path))
        try:
            refused.likenesses = pictures.likenesses(data) if data else []
        except pictures.PictureRefused:
            log.info("Refused picture %s is known by its sum alone", refused.pk)
        refused.save(update_fields=["likenesses"])


def _read(path: Path) -> bytes:
    try:
        return (Path(settings.MEDIA_ROOT) / path).read_bytes()
    except OSError:
        return b""
