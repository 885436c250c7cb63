"""What the files of an export are called, and how pages lead to one another without a site.

Every page lies in one of the export's folders, so that `../` is where all of them begin.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from django.conf import settings

from forum.models import Attachment, Category, Discussion, Page
from members.models import Member

# Nothing that a file system takes for something else, nor tells from another by its case alone.
_SAFE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What a browser shows or plays, and office programs open. Anything else may be a page with a script
# in it, and is given an ending of which no browser makes anything.
_PICTURES: Final = (".gif", ".jpeg", ".jpg", ".png", ".webp")
_PAPERS: Final = (".doc", ".docx", ".odt", ".pdf", ".txt", ".xls", ".xlsx")
_KNOWN_ENDINGS: Final = frozenset([*_PICTURES, *_PAPERS, ".mp3", ".mp4", ".zip"])
_LINK: Final = re.compile(r'(<[a-z][^<>]*?\s)(href|src)="(/(?!/)[^"]*)"')


@dataclass
class Shelf:
    """What is in the export, by its address on the site; all else is linked to the site.

    Pages by their path, files by their path beneath the media.
    """

    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, address: str, name: str) -> None:
        """That a page of the site is this one of the export."""
        self.pages[unquote(address).lower()] = f"{name}.html"

    def page_of(self, address: str) -> str:
        """Where a page of the site is, seen from any page of the export; empty: not in it."""
        page = self.pages.get(unquote(address).lower())
        return f"../{page}" if page else ""

    def linked(self, clean_html: str) -> str:
        """Clean HTML whose links lead to the export's own pages and files."""
        return _LINK.sub(self._replace, clean_html)

    def _replace(self, found: re.Match[str]) -> str:
        before, attribute, quoted = found.groups()
        path = unescape(quoted)
        address = self._picture(path) if attribute == "src" else self._link(path)
        return f'{before}{attribute}="{escape(address)}"'

    def _picture(self, path: str) -> str:
        """Nothing is fetched from the site, also where the picture is not to be seen."""
        return f"../media/{path.removeprefix(settings.MEDIA_URL).lstrip('/')}"

    def _link(self, path: str) -> str:
        plain, mark, anchor = path.partition("#")
        if file := self.files.get(plain.removeprefix(settings.MEDIA_URL)):
            return f"../media/{file}"
        page = self.page_of(plain)
        return f"{page}{mark}{anchor}" if page else f"{settings.SITE_URL}{path}"


def of_discussion(discussion: Discussion) -> str:
    """Without an ending, as for all of these: there is a page, and JSON beside it."""
    return f"discussions/{_safe(discussion.slug, discussion.pk)}"


def of_member(member: Member) -> str:
    return f"members/{_safe(member.address, member.pk)}"


def of_category(category: Category) -> str:
    return f"categories/{_safe(category.slug, category.pk)}"


def of_page(page: Page) -> str:
    return f"pages/{_safe(page.slug, page.pk)}"


def of_files(attachment: Attachment) -> dict[str, str]:
    """Where its files are beneath the media, and what they are called in the export's."""
    if attachment.kind == Attachment.Kind.PICTURE:
        return {path.as_posix(): path.as_posix() for path in attachment.stored_at}
    ending = PurePosixPath(attachment.name).suffix.lower()
    path = attachment.stored_at[0].as_posix()
    return {path: f"{path}{ending if ending in _KNOWN_ENDINGS else '.bin'}"}


def _safe(name: str, key: int) -> str:
    return name if _SAFE.fullmatch(name) else f"_{key}"
