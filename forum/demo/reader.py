"""Reads the demo content: thirty fictional neighbours and three years of their talk.

The content is data, in `content/*.json`, so that it can be corrected by someone who writes no
Python. Moments in it are counted back from now (`joined_days_ago`, `hours_ago`), so that the site
looks lived in on whichever day it is first started. `tests/forum/test_demo_content.py` holds it to
its promises.
"""

import json
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One fictional member; `left_days_ago` is set on the one who closed their account."""

    address: str
    name: str
    email: str
    area: str
    about: str
    role: Literal["owner", "moderator", "member"]
    joined_days_ago: int
    left_days_ago: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCategory:
    """One room, with who may start a discussion there and who may reply."""

    slug: str
    name: str
    description: str
    position: int
    who_may_start: Literal["members", "moderators"]
    who_may_reply: Literal["members", "moderators"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReply:
    """One reply; `parent` is the place of an earlier one in the same list, or None."""

    author: str
    body: str
    parent: int | None
    minutes_after_start: int
    withdrawn: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDiscussion:
    """One discussion with its replies in order of time; a body is plain text, in paragraphs."""

    key: str
    title: str
    category: str
    author: str
    hours_ago: int
    body: str
    tags: tuple[str, ...]
    view_count: int
    closed: bool = False
    hidden_because: str = ""
    pinned: bool = False
    featured: bool = False
    replies: tuple[DemoReply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """What the owner says of the site, and the HTML in its advertising slot."""

    contact_email: str
    about: str
    advertising: str


def site() -> DemoSite:
    """The owner's own words."""
    return DemoSite(**_json("site.json"))


def neighbours() -> list[Neighbour]:
    """Everyone who lives in the demo content, the owner first."""
    return [Neighbour(**row) for row in _rows("neighbours.json")]


def categories() -> list[DemoCategory]:
    """Every category, in the order in which the site lists them."""
    return [DemoCategory(**row) for row in _rows("categories.json")]


def discussions() -> list[DemoDiscussion]:
    """Every discussion, the oldest first."""
    rows = [row for category in categories() for row in _rows(f"discussions/{category.slug}.json")]
    return sorted(map(_discussion, rows), key=attrgetter("hours_ago"), reverse=True)


def _discussion(row: dict[str, Any]) -> DemoDiscussion:
    replies = tuple(DemoReply(**reply) for reply in row["replies"])
    return DemoDiscussion(**{**row, "tags": tuple(row["tags"]), "replies": replies})


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _json(name)
    return rows


def _json(name: str) -> Any:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))
