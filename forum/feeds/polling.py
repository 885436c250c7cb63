"""Counting who fetches feeds: a note in memory for each request, written down each minute.

What a killed process had not written is lost, for these are figures and no record. No address is
kept, nor what a program says of itself but its name, and for how many people it asks.
"""

import os
import re
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils import timezone

from forum.feeds.fetching import FEEDS
from forum.viewing.flusher import Flusher
from harringay import conditional

EVERY: Final = 60.0  # seconds
MOST_READERS: Final = 200  # a day that one process tells apart; their names are free to invent
OTHERS: Final = "others"
BROWSER: Final = "a browser"
COUNTED: Final = {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED, HTTPStatus.TOO_MANY_REQUESTS}

_SUBSCRIBERS = re.compile(r"\b(\d{1,7}) (?:subscribers?|readers?)\b", re.IGNORECASE | re.ASCII)
# "Mozilla/5.0 (compatible; Miniflux/2.0; …)" is Miniflux, and without such a word a browser.
_COMPATIBLE = re.compile(r"compatible;\s*([^/;)]+)")
_NAME = re.compile(r"[^/(;,]+")
_UNWANTED = re.compile(r"[^\w .+-]+", re.ASCII)

_ADD = """
    INSERT INTO forum_feedpolls (polled_on, reader, feed, count, conditional_count,
        unchanged_count, refused_count, subscriber_count)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (polled_on, reader, feed) DO UPDATE SET
        count = forum_feedpolls.count + excluded.count,
        conditional_count = forum_feedpolls.conditional_count + excluded.conditional_count,
        unchanged_count = forum_feedpolls.unchanged_count + excluded.unchanged_count,
        refused_count = forum_feedpolls.refused_count + excluded.refused_count,
        subscriber_count = CASE WHEN excluded.subscriber_count > forum_feedpolls.subscriber_count
            THEN excluded.subscriber_count ELSE forum_feedpolls.subscriber_count END
"""


class Agent(NamedTuple):
    """What a program says of itself: its name, and for how many people it asks."""

    name: str
    subscribers: int


class Kind(NamedTuple):
    """Which reader asked for which kind of feed, on which day."""

    day: date
    reader: str
    feed: str


@dataclass
class Notes:
    """What this process has counted and not yet written down, and the names that it knows today."""

    counts: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    subscribers: dict[Kind, int] = field(default_factory=dict)
    names: dict[date, set[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_notes = Notes()


def count(environ: Mapping[str, Any], status: int) -> None:
    """Count one answer, if it is a feed's; a few microseconds, and nothing is asked."""
    path: str = environ["PATH_INFO"]
    if not path.startswith(FEEDS) or status not in COUNTED:
        return
    agent = _agent_of(environ.get("HTTP_USER_AGENT", ""))
    today = timezone.localdate()
    with _notes.lock:
        kind = Kind(today, _known_name(agent.name, today), _kind_of_feed(path))
        _notes.counts[kind, "all"] += 1
        _notes.counts[kind, "conditional"] += bool(conditional.conditions_of(environ))
        _notes.counts[kind, "unchanged"] += status == HTTPStatus.NOT_MODIFIED
        _notes.counts[kind, "refused"] += status == HTTPStatus.TOO_MANY_REQUESTS
        most = max(_notes.subscribers.get(kind, 0), agent.subscribers)
        _notes.subscribers[kind] = most


def write_down() -> None:
    """Add what was counted to its days."""
    with _notes.lock:
        counts, _notes.counts = _notes.counts, Counter()
        subscribers, _notes.subscribers = _notes.subscribers, {}
    rows = [
        (
            connection.ops.adapt_datefield_value(kind.day),
            kind.reader,
            kind.feed,
            *(counts[kind, what] for what in ("all", "conditional", "unchanged", "refused")),
            most,
        )
        for kind, most in subscribers.items()
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


def forget() -> None:
    """What was counted in another process, or by another test."""
    _notes.__init__()  # type: ignore[misc]  # as new


def _known_name(name: str, today: date) -> str:
    """The name, while there are few; whoever invents more is one of many."""
    names = _notes.names.get(today)
    if names is None:
        _notes.names = {today: (names := set())}
    if name not in names and len(names) >= MOST_READERS:
        return OTHERS
    names.add(name)
    return name


def _kind_of_feed(path: str) -> str:
    """The first part of its address: neither whose it is, nor a key."""
    return path.removeprefix(FEEDS).partition("/")[0].partition(".")[0]


@lru_cache(maxsize=1000)
def _agent_of(said: str) -> Agent:
    found = _SUBSCRIBERS.search(said)
    named = _COMPATIBLE.search(said) or _NAME.match(said)
    name = named[named.lastindex or 0] if named else ""
    name = _UNWANTED.sub("", name.partition(" - ")[0]).strip()[:40]
    if name == "Mozilla":
        name = BROWSER
    return Agent(name or "no name", int(found[1]) if found else 0)


def start_flusher() -> None:
    """Let this web process write down what it counts each minute, and the rest at its end."""
    _flusher.start()


_flusher = Flusher(write_down, every=EVERY, what="Counts of feed readers")
os.register_at_fork(after_in_child=forget)
os.register_at_fork(after_in_child=_flusher.start_in_child)
