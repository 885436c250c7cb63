"""A member's picture: drawn afresh from what they sent, under a name that nobody can guess."""

import logging
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from harringay import pictures
from members import safeguarding
from members.errors import NotForYou
from members.models import AVATAR_LARGE, AVATAR_SMALL, Member
from members.permissions import can_moderate

log = logging.getLogger(__name__)

SIZES = (AVATAR_LARGE, AVATAR_SMALL)
# Beneath MEDIA_ROOT.
FOLDER = Path("avatars")
RESTRICTED = "You cannot show new pictures while your account is restricted."
NO_ROOM = (
    "We cannot keep new pictures at the moment. Yours is as it was; please try again tomorrow."
)


def replace(*, member: Member, data: bytes, crop: tuple[int, int, int, int] | None = None) -> None:
    """Take a picture in place of the one there is. Raises PictureRefused and PicturesAreOff.

    `crop` is the square to use, as in pictures.reencode; without it, the middle is used. Whoever is
    restricted shows no new ones meanwhile (safety L-18).
    """
    safeguarding.check_pictures_are_taken()
    if member.is_restricted:
        raise pictures.PictureRefused(RESTRICTED)
    drawn = pictures.reencode(data, sizes=SIZES, square=True, crop=crop, sender=member)
    try:
        keep(member=member, drawn={size: picture.data for size, picture in drawn.items()})
    except OSError as problem:
        log.exception("A picture could not be kept: is the disk full?")
        raise pictures.PictureRefused(NO_ROOM) from problem


def keep(*, member: Member, drawn: Mapping[int, bytes]) -> None:
    """Take pictures that are known to be sound: a WebP for each size in pixels.

    Raises OSError where they cannot be written; then the picture that there is stays.
    """
    key = secrets.token_urlsafe(16)
    try:
        _write(_folder(key), drawn)
    except OSError:
        # Half a picture is of no use, and takes room.
        shutil.rmtree(_folder(key), ignore_errors=True)
        raise
    _take_key(member, key)


def remove(*, member: Member) -> None:
    """Go back to the drawn initials."""
    _take_key(member, "")


def forget(*, member: Member) -> None:
    """Remove every picture of somebody who is erased, the one that was taken down too."""
    hidden_key, member.hidden_avatar_key = member.hidden_avatar_key, ""
    member.save(update_fields=["hidden_avatar_key"])
    remove(member=member)
    if hidden_key:
        transaction.on_commit(lambda: shutil.rmtree(_folder(hidden_key), ignore_errors=True))


def hide(*, member: Member, by: Member | None) -> None:
    """Take somebody's picture down; the files stay, so that it can be put back. Raises NotForYou.

    Where there is none, nothing changes. `by` is nobody where the site itself acts.
    """
    if by:
        _check_moderates(by)
    if member.avatar_key:
        member.hidden_avatar_key, member.avatar_key = member.avatar_key, ""
        member.save(update_fields=["avatar_key", "hidden_avatar_key"])


def restore(*, member: Member, by: Member | None) -> None:
    """Put back what was taken down, unless they have shown another since. Raises NotForYou."""
    if by:
        _check_moderates(by)
    if member.hidden_avatar_key and not member.avatar_key:
        member.avatar_key, member.hidden_avatar_key = member.hidden_avatar_key, ""
        member.save(update_fields=["avatar_key", "hidden_avatar_key"])


def stored_at(key: str, size: int) -> Path:
    """Where a picture lies, beneath MEDIA_ROOT."""
    return FOLDER / key / f"{size}.webp"


def _write(folder: Path, drawn: Mapping[int, bytes]) -> None:
    folder.mkdir(parents=True)
    for size, data in drawn.items():
        (folder / f"{size}.webp").write_bytes(data)


def _check_moderates(by: Member) -> None:
    if not can_moderate(by):
        raise NotForYou("Only moderators can take a picture down, or put it back.")


def _take_key(member: Member, key: str) -> None:
    old_key, member.avatar_key = member.avatar_key, key
    member.save(update_fields=["avatar_key"])
    if old_key:
        # A row that names a missing file would be worse than a file that no row names.
        transaction.on_commit(lambda: shutil.rmtree(_folder(old_key), ignore_errors=True))


def _folder(key: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / key
