"""A member's picture: drawn afresh from what they sent, under a name that nobody can guess."""

import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from harringay import pictures
from members.models import AVATAR_LARGE, AVATAR_SMALL, Member

SIZES = (AVATAR_LARGE, AVATAR_SMALL)
# Beneath MEDIA_ROOT.
FOLDER = Path("avatars")


def replace(*, member: Member, data: bytes) -> None:
    """Take a picture in place of the one there is. Raises pictures.PictureRefused."""
    drawn = pictures.reencode(data, sizes=SIZES, square=True)
    key = secrets.token_urlsafe(16)
    folder = _folder(key)
    folder.mkdir(parents=True)
    for size, picture in drawn.items():
        (folder / f"{size}.webp").write_bytes(picture.data)
    _take_key(member, key)


def remove(*, member: Member) -> None:
    """Go back to the drawn initials."""
    _take_key(member, "")


def stored_at(key: str, size: int) -> Path:
    """Where a picture lies, beneath MEDIA_ROOT."""
    return FOLDER / key / f"{size}.webp"


def _take_key(member: Member, key: str) -> None:
    old_key, member.avatar_key = member.avatar_key, key
    member.save(update_fields=["avatar_key"])
    if old_key:
        # A row that names a missing file would be worse than a file that no row names.
        transaction.on_commit(lambda: shutil.rmtree(_folder(old_key), ignore_errors=True))


def _folder(key: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / key
