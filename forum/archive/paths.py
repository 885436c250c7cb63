"""The addresses an old object may have had; the export does not say which it was."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from forum.archive.converter import OldDiscussion
from forum.naming import address_of
from harringay import text

MAX_PATH = 290  # of 300, so that a clash's number finds room

_SECTIONS = {
    "discussions": "/forum/topics",
    "blogs": "/profiles/blogs",
    "events": "/events",
    "photos": "/photo",
    "videos": "/video",
    "notes": "/notes",
}

# Until about then slugs ended with a word within 30 characters; since then, after 65.
_LONG_SLUGS_FROM = datetime(2011, 1, 1, tzinfo=UTC)
_SHORT_SLUG = 30


def old_paths(old: OldDiscussion, slug: str) -> list[str]:
    """Every path that led there, except the one that still does."""
    section = _SECTIONS.get(old.kind)
    # Only the forum's numbers after a clash are ours as well.
    own = slug if old.kind == "discussions" else text.slugify(old.title)
    paths = [f"{section}/{each}" for each in _slugs(old, own)] if section else []
    if old.address:
        paths.append(unquote(urlsplit(old.address).path).rstrip("/"))
    wanted = dict.fromkeys(path.lower()[:MAX_PATH] for path in paths)
    return [path for path in wanted if path.startswith("/") and path != address_of(slug)]


def short_slug(slug: str) -> str:
    """A slug as it was in the first years: whole words, in 30 characters at most."""
    if len(slug) <= _SHORT_SLUG:
        return slug
    return slug[: _SHORT_SLUG + 1].rpartition("-")[0] or slug[:_SHORT_SLUG]


def _slugs(old: OldDiscussion, slug: str) -> Iterator[str]:
    yield slug
    if old.started_at < _LONG_SLUGS_FROM:
        yield short_slug(slug)
    if old.kind == "notes":
        yield re.sub(r"\s", "_", old.title)
