"""A notice's picture: drawn afresh from what the owner sent, hung beside its words, taken away."""

import secrets
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from harringay import pictures
from members.models import Member
from notifications.models import Notice

# Beneath MEDIA_ROOT.
FOLDER = Path("notices")
# The box on the page is at most 320 pixels wide; screens have up to two for each of them.
LONG_SIDE = 640
NO_ROOM = "We cannot keep a picture just now. The words can be shown without it."


def draw(data: bytes, *, by: Member) -> pictures.Picture:
    """What is kept of a file: its pixels, and no note of the camera's. Raises PictureRefused."""
    return pictures.reencode(data, sizes=(LONG_SIDE,), sender=by)[LONG_SIDE]


def hang(notice: Notice, picture: pictures.Picture) -> None:
    """Show it in place of the one there is. Raises PictureRefused, and then that one stays."""
    key = secrets.token_urlsafe(16)
    place = Path(settings.MEDIA_ROOT) / stored_at(key)
    try:
        place.parent.mkdir(parents=True)
        place.write_bytes(picture.data)
    except OSError as problem:
        shutil.rmtree(place.parent, ignore_errors=True)
        raise pictures.PictureRefused(NO_ROOM) from problem
    _take(notice, key, picture.width, picture.height)


def take_down(notice: Notice) -> None:
    """Show none. Twice changes nothing."""
    _take(notice, "", None, None)


def remove_file(key: str) -> None:
    """Delete the file of a notice that is no more, once that is certain."""
    if key:
        transaction.on_commit(partial(_remove, Path(settings.MEDIA_ROOT) / FOLDER / key))


def forget_left_over(before: datetime) -> None:
    """Files that no notice names: one that was written as the machine fell."""
    kept = set(Notice.objects.exclude(picture_key="").values_list("picture_key", flat=True))
    for folder in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*"):
        if folder.name not in kept and folder.stat().st_mtime < before.timestamp():
            _remove(folder)


def stored_at(key: str) -> Path:
    """Where a picture lies, beneath MEDIA_ROOT."""
    return FOLDER / key / f"{LONG_SIDE}.webp"


def _take(notice: Notice, key: str, width: int | None, height: int | None) -> None:
    old_key, notice.picture_key = notice.picture_key, key
    notice.picture_width, notice.picture_height = width, height
    notice.save(update_fields=["picture_key", "picture_width", "picture_height"])
    # A row that names a missing file would be worse than a file that no row names.
    remove_file(old_key)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
