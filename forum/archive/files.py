"""The archive's pictures and other files, stored as ours under names that nobody can guess."""

import base64
import hashlib
import hmac
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote

from django.conf import settings

from forum.archive.reader import KINDS
from forum.archive.report import Report
from forum.models import Attachment, SiteIdentity
from forum.models.attachment import KEY_BYTES
from harringay import pictures
from members import avatars

PICTURE_SIZES = (640, 1600)
_PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff"})


@dataclass(frozen=True)
class Stored:
    """A file of ours, and where in the archive it came from."""

    path: str
    key: str
    name: str
    size: int
    widths: Sequence[int] = ()
    height: int | None = None  # of the widest

    @property
    def is_picture(self) -> bool:
        return bool(self.widths)

    def as_attachment(self) -> Attachment:
        """The row, without its owner and place."""
        kind = Attachment.Kind.PICTURE if self.is_picture else Attachment.Kind.FILE
        return Attachment(
            key=self.key,
            kind=kind,
            name=self.name[:200],
            size=self.size,
            widths=list(self.widths),
            width=max(self.widths, default=None),
            height=self.height,
        )

    @property
    def url(self) -> str:
        return self.as_attachment().get_absolute_url()


class Shelf(Protocol):
    """Where the files of a post are found."""

    def place(self, address: str, *, post_id: str) -> Stored | None:
        """The file at a relative address of the archive; None where there is none."""

    def avatar(self, address: str, screen_name: str) -> str:
        """The key of a member's picture; empty where there is none."""


class ArchiveShelf:
    """Finds files in the archive, and only there; what it does not find goes in the report."""

    def __init__(self, folder: Path, report: Report) -> None:
        self.folder = folder.resolve()
        self.report = report

    @cached_property
    def _secret(self) -> bytes:
        return secret_of(SiteIdentity.current())

    def place(self, address: str, *, post_id: str) -> Stored | None:
        """The file at a relative address, not stored anywhere yet; None where there is none."""
        found = self.find(address)
        if found is None:
            is_outside = ".." in path_in(address).parts
            named = self.report.refused_files if is_outside else self.report.missing_files
            named.append(f"{post_id} {address}")
            return None
        relative = found.relative_to(self.folder).as_posix()
        return Stored(
            path=relative,
            key=_key(self._secret, post_id, relative),
            name=as_named(found.name),
            size=found.stat().st_size,
        )

    def avatar(self, address: str, screen_name: str) -> str:
        """No key yet, as no picture is stored."""
        if address and self.find(address) is None:
            self.report.missing_files.append(f"{screen_name} {address}")
        return ""

    def find(self, address: str) -> Path | None:
        """A file in one of the archive's folders; never one beside or outside them."""
        relative = path_in(address)
        if relative.parts[:1] not in [(kind,) for kind in KINDS]:
            return None
        try:
            found = (self.folder / relative).resolve()
            is_ours = found.is_relative_to(self.folder / relative.parts[0]) and found.is_file()
        except (OSError, ValueError):  # a name too long for any file, or with a NUL in it
            return None
        return found if is_ours else None


class MediaShelf(ArchiveShelf):
    """Also stores what it finds: pictures drawn afresh, everything else as a download."""

    def place(self, address: str, *, post_id: str) -> Stored | None:
        stored = super().place(address, post_id=post_id)
        if stored is None:
            return None
        original = self.folder / stored.path
        try:
            return self._as_picture(original, stored) or self._as_download(original, stored)
        except pictures.PictureKnown:
            self.report.refused_files.append(f"{post_id} {address}")
            return None

    def avatar(self, address: str, screen_name: str) -> str:
        super().avatar(address, screen_name)
        original = self.find(address)
        if original is None:
            return ""
        try:
            drawn = pictures.reencode(_bytes_of(original), sizes=avatars.SIZES, square=True)
        except pictures.PictureRefused:
            return ""
        key = _key(self._secret, screen_name, address)
        for size, picture in drawn.items():
            _write(avatars.stored_at(key, size), picture.data)
        return key

    def _as_picture(self, original: Path, stored: Stored) -> Stored | None:
        if original.suffix.lower() not in _PICTURE_ENDINGS:
            return None
        try:
            drawn = pictures.reencode(_bytes_of(original), sizes=PICTURE_SIZES)
        except pictures.PictureKnown:
            raise
        except pictures.PictureRefused as refusal:
            self.report.kept_as_downloads.append(f"{stored.path}: {refusal}")
            return None
        by_width = {picture.width: picture for picture in drawn.values()}
        for width, picture in by_width.items():
            _write(Path("pictures", stored.key, f"{width}.webp"), picture.data)
        widths = sorted(by_width)
        return replace(stored, widths=widths, height=by_width[widths[-1]].height)

    def _as_download(self, original: Path, stored: Stored) -> Stored:
        shutil.copyfile(original, _media(Path("files", stored.key)))
        return stored


def path_in(address: str) -> PurePosixPath:
    """A relative address, as the exporter writes them, as a path."""
    return PurePosixPath(unquote(address.partition("?")[0]).replace("\\", "/"))


def _write(place: Path, data: bytes) -> None:
    _media(place).write_bytes(data)


def _media(place: Path) -> Path:
    """Where a file beneath MEDIA_ROOT lies; its folder is there afterwards."""
    path = Path(settings.MEDIA_ROOT) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _bytes_of(original: Path) -> bytes:
    """At most one byte more than is allowed: enough to be refused."""
    with original.open("rb") as source:
        return source.read(pictures.MAX_BYTES + 1)


def secret_of(site: SiteIdentity) -> bytes:
    """What the names of the archive's files are made with: from SECRET_KEY, until it is stored.

    It is the key that `salted_hmac` makes of SECRET_KEY, with which the first files were named.
    """
    if site.archive_key:
        return bytes.fromhex(site.archive_key)
    return hashlib.sha256(b"forum.archive.files" + settings.SECRET_KEY.encode()).digest()


def keep_secret() -> None:
    """Store it, before the first file is: a later run finds each under its own name again."""
    site, _ = SiteIdentity.objects.get_or_create(pk=1)
    if not site.archive_key:
        site.archive_key = secret_of(site).hex()
        site.save(update_fields=["archive_key"])


def _key(secret: bytes, post_id: str, path: str) -> str:
    """Random to everyone else, and the same in a run that begins again."""
    mark = hmac.digest(secret, f"{post_id} {path}".encode(), "sha256")
    return base64.urlsafe_b64encode(mark[:KEY_BYTES]).rstrip(b"=").decode()


def as_named(stored_name: str) -> str:
    """`123-menu.pdf` was `menu.pdf` to whoever put it there."""
    number, dash, name = stored_name.partition("-")
    return name if dash and name and number.isdigit() else stored_name
