"""Writes down what our forum holds, so that every other forum is filled with the same.

One JSON value a line. The first: how many members, the rooms' names, and every text. Then one for
each discussion: its title, its room, and [author, moment, text] for the opening post and each reply
in the order they were posted. Authors, rooms and texts are numbers from 0; moments are in seconds.
"""

import json
import random
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from bench import content
from bench.content import Size
from forum.models import Category, Discussion, Reply
from members.models import Member

Post = tuple[int, int, int]


def write(path: Path, size: Size) -> None:
    """All that `bench.building` wrote, and nothing that a broken run has left."""
    bodies = content.bodies(random.Random(content.SEED))
    members = list(Member.objects.order_by("pk").values_list("pk", flat=True))
    rooms = list(Category.objects.order_by("pk").values_list("pk", "name"))
    numbers = _Numbers(members, [pk for pk, _ in rooms], bodies)
    head = {"members": len(members), "rooms": [name for _, name in rooms], "bodies": bodies}
    with path.open("w") as lines:
        for value in (head, *_discussions(numbers, size)):
            print(json.dumps(value), file=lines)


class _Numbers:
    """Counted from 0: who, where, what."""

    def __init__(self, members: list[int], rooms: list[int], bodies: list[str]) -> None:
        self.member = {pk: number for number, pk in enumerate(members)}
        self.room = {pk: number for number, pk in enumerate(rooms)}
        self.body = {body: number for number, body in enumerate(bodies)}

    def post(self, author: int, at: Any, body: str) -> Post:
        return self.member[author], int(at.timestamp()), self.body[body]


def _discussions(numbers: _Numbers, size: Size) -> Iterator[dict[str, Any]]:
    rows = Reply.objects.order_by("discussion_id", "number")
    rows = rows.values_list("discussion_id", "author_id", "posted_at", "body").iterator()
    replies = groupby(rows, key=itemgetter(0))
    pk, these = next(replies, (None, iter(())))
    for discussion in Discussion.objects.order_by("pk")[: size.discussions].iterator():
        posts = [numbers.post(discussion.author_id, discussion.started_at, discussion.body)]
        if discussion.pk == pk:
            posts += [numbers.post(*reply[1:]) for reply in these]
            pk, these = next(replies, (None, iter(())))
        room = numbers.room[discussion.category_id]
        yield {"title": discussion.title, "room": room, "posts": posts}
