"""A feed's pages (RFC 5005): the newest items, and from each page a way to those before them.

A page begins after a place, not at a number: whatever arrives meanwhile moves no item to another
page, and a reader who follows `next` to what they know has missed nothing.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape

from django.http import Http404

from forum.feeds.items import Item

LENGTH: Final = 30
MOST_BYTES: Final = 512 * 1024
AROUND: Final = 4 * 1024  # what stands around the text of an item, and the head of a feed

# How the address of an older page says where it begins.
BEFORE: Final = "before"

_PLACE = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Between two items: what follows is of an earlier moment, or of this one with a lower key."""

    moment: datetime
    key: int

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // timedelta(microseconds=1)}-{self.key}"


# Before everything that there is.
NEWEST: Final = Place(datetime(9999, 12, 31, tzinfo=UTC), 0)


@dataclass(frozen=True)
class Placed:
    """An item, and the place after it."""

    item: Item
    place: Place


def place_from(text: str) -> Place:
    """What an address says after `before`; nothing is the newest page. Raises Http404."""
    if not text:
        return NEWEST
    found = _PLACE.fullmatch(text)
    if not found:
        raise Http404
    return Place(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))


def cut(found: Iterable[Placed]) -> tuple[list[Placed], Place | None]:
    """As many as fit on a page, one at the least, and where the next begins if any is left."""
    page: list[Placed] = []
    size = AROUND
    for placed in found:
        each = _within_bounds(placed)
        size += _size(each.item)
        if page and (len(page) == LENGTH or size > MOST_BYTES):
            return page, page[-1].place
        page.append(each)
    return page, None


def _within_bounds(placed: Placed) -> Placed:
    """The same, or where its text alone would be too much for a page, how it begins."""
    if AROUND + _size(placed.item) <= MOST_BYTES:
        return placed
    item = placed.item
    beginning = f'<p>{escape(item.summary)}</p><p><a href="{item.url}">Read all of it</a></p>'
    return replace(placed, item=replace(item, content_html=beginning))


def _size(item: Item) -> int:
    """Its bytes in the format that needs most for it."""
    texts = f"{item.title}{item.summary}{item.content_html}"
    in_xml, in_json = escape(texts), json.dumps(texts, ensure_ascii=False)
    return AROUND + max(len(in_xml.encode()), len(in_json.encode()))
