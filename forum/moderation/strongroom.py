"""The folder in which files lie sealed, out of reach of every page; and sealed texts for rows.

It is outside MEDIA_ROOT. DATA_KEY opens what is in it, or SECRET_KEY where there was no DATA_KEY
when it was put there. Nothing here shows anything to anybody.
"""

import os
import secrets
import shutil
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.conf import settings

from harringay import sealing
from harringay.sealing import CannotOpen

_UNFINISHED: Final = ".unfinished"


def new_name() -> str:
    """By chance: it says nothing of what is in the file."""
    return secrets.token_urlsafe(16)


def put_away(source: Path, name: str) -> None:
    """Seal a file under a name, and remove it from where it was once that is on disk."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = folder / f"{name}{_UNFINISHED}"
    with source.open("rb") as plain, unfinished.open("wb") as file:
        with closing(sealing.Sealer(file, _keys()[0])) as sealer:
            shutil.copyfileobj(plain, cast("BinaryIO", sealer))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / name)
    source.unlink()


def take_out(name: str, target: Path) -> None:
    """Put what was sealed under a name where it was before. Raises CannotOpen, and OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}{_UNFINISHED}")
    unfinished.write_bytes(_opened(name))
    unfinished.replace(target)


def destroy(name: str) -> None:
    """Remove what was sealed under a name. Twice changes nothing."""
    for path in (_folder() / name, _folder() / f"{name}{_UNFINISHED}"):
        path.unlink(missing_ok=True)


def names() -> set[str]:
    """Everything that lies there."""
    with suppress(FileNotFoundError):
        return {path.name.removesuffix(_UNFINISHED) for path in _folder().iterdir()}
    return set()


def seal(text: str) -> str:
    return sealing.seal_text(text, _keys()[0])


def unseal(sealed: str) -> str:
    """The text again. Raises CannotOpen."""
    for key in _keys():
        with suppress(CannotOpen):
            return sealing.open_text(sealed, key)
    raise CannotOpen


def _opened(name: str) -> bytes:
    for key in _keys():
        with suppress(CannotOpen), (_folder() / name).open("rb") as file:
            return sealing.Opener(file, key).readall()
    raise CannotOpen


def _keys() -> list[str]:
    """What to seal with first, and with what else it may have been sealed before."""
    keys = [settings.DATA_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [key for key in keys if key]


def _folder() -> Path:
    return Path(settings.QUARANTINE_ROOT)
