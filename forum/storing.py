"""The files of attachments: put in their place, and taken out of it. Nobody else touches them."""

import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from forum.models import Attachment


def put(picture: Attachment, drawn: Mapping[int, bytes]) -> None:
    """Store a new picture: its row, and a WebP for each of its sizes. Raises OSError, and then
    there is neither.
    """
    folder = _place(picture)
    try:
        folder.mkdir(parents=True)
        for size, data in drawn.items():
            (folder / f"{size}.webp").write_bytes(data)
        picture.save()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def measure(picture: Attachment) -> tuple[int, int] | None:
    """How wide and high the widest of its files is; None where that is not at hand."""
    # A web process, which never asks, does without.
    from PIL import Image  # noqa: PLC0415

    try:
        # We drew it ourselves: nothing of a stranger's is read here.
        with Image.open(Path(settings.MEDIA_ROOT) / picture.stored_at[-1]) as drawn:
            return drawn.size
    except OSError:
        return None


def remove(attachment: Attachment) -> None:
    """Delete an attachment: its row, and its files once that is certain."""
    place = _place(attachment)
    attachment.delete()
    # A row that names a missing file would be worse than a file that no row names.
    transaction.on_commit(partial(_delete, place))


def _place(attachment: Attachment) -> Path:
    """The folder that holds a picture's files, or the one file of anything else."""
    path = Path(settings.MEDIA_ROOT) / attachment.stored_at[0]
    return path.parent if attachment.kind == Attachment.Kind.PICTURE else path


def _delete(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
