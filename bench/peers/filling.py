"""Fills another forum with what ours holds; run by its own interpreter, with its own models."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client

from bench import content

# The first three discussions: the threads whose lengths are measured.
TWENTY, LONG, LONGEST = 1, 2, 3
READER = "neighbour1"
TITLE = "Say something here"


class Post(NamedTuple):
    """Something written: by whom, when, and which text, as numbers from 0 except the moment."""

    author: int
    at: datetime
    body: int


class Thread(NamedTuple):
    """A discussion; its opening post is the first of `posts`."""

    pk: int
    title: str
    room: int
    posts: list[Post]


class Contents:
    """What `bench.peers.contents` wrote, read a discussion at a time."""

    def __init__(self, path: Path) -> None:
        self._lines = path.open()
        head = json.loads(next(self._lines))
        self.members: int = head["members"]
        self.rooms: list[str] = head["rooms"]
        self.bodies: list[str] = head["bodies"]

    def threads(self) -> Iterator[Thread]:
        for pk, line in enumerate(self._lines, start=1):
            value = json.loads(line)
            posts = [
                Post(author, datetime.fromtimestamp(at, UTC), body)
                for author, at, body in value["posts"]
            ]
            yield Thread(pk, value["title"], value["room"], posts)


@dataclass(frozen=True)
class Form:
    """How a reply is posted: where, with what besides its text, and the status that it did."""

    path: str
    text: str
    status: int
    fields: dict[str, str]


class Filling(ABC):
    """One forum: its tables, what a post calls its discussion, and how many posts a page shows."""

    thread_model: type[models.Model]
    post_model: type[models.Model]
    thread_key: str
    per_page: int

    def __init__(self) -> None:
        self.post_ids = count(1)
        self.indexed = settings.FOLDER / "indexed"

    def run(self, contents: Path) -> dict[str, Any]:
        """Fill it where it is empty. Returns its addresses, its form, and a member's session."""
        call_command("migrate", verbosity=0)
        people = get_user_model().objects
        if not people.filter(username=READER).exists():
            self._fill(Contents(contents))
        if not self.indexed.exists():
            self.index()
            self.indexed.touch()
        reader = people.get(username=READER)
        return {
            "addresses": self.addresses(),
            "form": vars(self.form(reader)),
            "session": _session(reader),
        }

    def addresses(self) -> list[str]:
        """In the order of `bench.pages.names`; the last page is the last full one."""
        posts = self.post_model.objects.filter(**{self.thread_key: LONGEST}).count()
        return [
            "/",
            self.listing(),
            *(self.thread(pk) for pk in (TWENTY, LONG, LONGEST)),
            self.thread(LONGEST, posts // self.per_page),
            *(self.search(word) for word in (content.RARE, content.COMMON)),
        ]

    @abstractmethod
    def fill(self, contents: Contents) -> None:
        """Every member, room, discussion and reply."""

    @abstractmethod
    def listing(self) -> str: ...

    @abstractmethod
    def thread(self, pk: int, page: int = 1) -> str: ...

    @abstractmethod
    def search(self, word: str) -> str: ...

    @abstractmethod
    def form(self, reader: Any) -> Form:
        """Of a new discussion, started by the reader in the place of the last run's."""

    @abstractmethod
    def index(self) -> None:
        """What it searches in, where that is not its database."""

    def _fill(self, contents: Contents) -> None:
        """In one transaction, so that there is never half a forum."""
        self.indexed.unlink(missing_ok=True)
        with transaction.atomic():
            # Some greet their owner with a discussion.
            self.thread_model.objects.all().delete()
            self.fill(contents)
            with connection.cursor() as cursor:
                tables = [self.thread_model, self.post_model]
                for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                    cursor.execute(statement)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def members(number: int) -> list[Any]:
    """As many members, made as the forum itself makes them; nobody can sign in as one."""
    create = get_user_model().objects.create_user
    names = [f"neighbour{nth}" for nth in range(1, number + 1)]
    return [create(name, f"{name}@example.org", None) for name in names]


def _session(reader: Any) -> str:
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(reader)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
