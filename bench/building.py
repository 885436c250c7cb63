"""Fills an empty database with the measured forum, in bulk and with the site's own models."""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, models, transaction

from bench import analysing, content
from bench.bare.models import Note
from bench.content import Size
from forum import counting, paging
from forum.models import Category, Discussion, DiscussionTag, Reply, Tag
from forum.models.reply import path_of
from harringay import html
from harringay.text import slugify
from members.models import Member

DISCUSSIONS_AT_ONCE = 100
SHARE_OF_ANSWERS = 0.6
ANSWERS_LOOK_BACK = 5
MINUTES_APART = timedelta(minutes=7)


@dataclass(frozen=True)
class Supply:
    """Whoever writes, where, and what: everything that is drawn from."""

    chance: random.Random
    members: list[Member]
    rooms: list[Category]
    tags: list[Tag]
    bodies: list[dict[str, Any]]
    reply_ids: Iterator[int] = field(default_factory=lambda: count(1))


@dataclass(frozen=True)
class Thread:
    """A discussion and its replies, not yet saved."""

    discussion: Discussion
    replies: list[Reply]


def build(size: Size) -> None:
    """The whole forum in one transaction, so that there is never half of one."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    with transaction.atomic():
        supply = _supply(size)
        threads = _threads(size, supply)
        while some := list(islice(threads, DISCUSSIONS_AT_ONCE)):
            _save(some, supply)
            _tell(some[-1].discussion.pk, size)
        # Without it PostgreSQL counts for a quarter of an hour.
        analysing.analyse()
        counting.settle_totals()
        _continue_numbering(Discussion, Reply)
    analysing.analyse()


def _tell(built: int, size: Size) -> None:
    """How far it has come, for whoever sits before it."""
    if sys.stdout.isatty():
        end = "\n" if built == size.discussions else "\r"
        print(f"Building: {built:,} of {size.discussions:,} discussions", end=end)


def _supply(size: Size) -> Supply:
    chance = random.Random(content.SEED)
    return Supply(
        chance=chance,
        members=Member.objects.bulk_create(_members(size)),
        rooms=Category.objects.bulk_create(
            Category(name=name, slug=slugify(name)) for name in content.ROOMS
        ),
        tags=Tag.objects.bulk_create(Tag(name=name, slug=name) for name in content.TAGS),
        bodies=[_rendered(body) for body in content.bodies(chance)],
    )


def _members(size: Size) -> Iterator[Member]:
    for number in range(1, size.members + 1):
        yield Member(
            name=f"Neighbour {number}",
            address=f"neighbour{number}",
            email=f"neighbour{number}@example.org",
            password=make_password(None),
            joined_at=content.FIRST,
        )


def _rendered(body: str) -> dict[str, Any]:
    """The fields of something written, made once for all who write it."""
    written = Reply()
    written.set_body(body, html.TEXT)
    names = ("body", "body_format", "body_html", "html_version")
    return {name: getattr(written, name) for name in names}


def _threads(size: Size, supply: Supply) -> Iterator[Thread]:
    """Every discussion; those that came later were started later."""
    lengths = content.threads(size, supply.chance)
    apart = (content.LAST - content.FIRST) / size.discussions
    for pk, (slug, length) in enumerate(lengths.items(), start=1):
        discussion = Discussion(
            pk=pk,
            slug=slug,
            title=content.title(supply.chance),
            author=supply.chance.choice(supply.members),
            category=supply.chance.choice(supply.rooms),
            started_at=content.FIRST + apart * pk,
            last_number=length,
            reply_count=length,
            **supply.chance.choice(supply.bodies),
        )
        replies = _replies(discussion, supply)
        _close_with(discussion, replies)
        yield Thread(discussion, replies)


def _replies(discussion: Discussion, supply: Supply) -> list[Reply]:
    """A conversation: most replies answer one of the last few."""
    replies: list[Reply] = []
    for number in range(1, discussion.last_number + 1):
        parent = _answered(replies, supply.chance)
        reply = Reply(
            pk=next(supply.reply_ids),
            discussion=discussion,
            author=supply.chance.choice(supply.members),
            parent=parent,
            number=number,
            path=path_of(number, parent.path if parent else ""),
            posted_at=discussion.started_at + MINUTES_APART * number,
            **supply.chance.choice(supply.bodies),
        )
        replies.append(reply)
    return replies


def _answered(replies: list[Reply], chance: random.Random) -> Reply | None:
    if not replies or chance.random() > SHARE_OF_ANSWERS:
        return None
    answered = chance.choice(replies[-ANSWERS_LOOK_BACK:])
    answered.answer_count += 1
    return answered


def _close_with(discussion: Discussion, replies: list[Reply]) -> None:
    discussion.last_activity_at = replies[-1].posted_at if replies else discussion.started_at
    discussion.last_reply_by = replies[-1].author if replies else None


def _save(threads: list[Thread], supply: Supply) -> None:
    discussions = [thread.discussion for thread in threads]
    Discussion.objects.bulk_create(discussions)
    DiscussionTag.objects.bulk_create(
        DiscussionTag(content_object=discussion, tag=tag)
        for discussion in discussions
        for tag in supply.chance.sample(supply.tags, k=2)
    )
    Reply.objects.bulk_create([reply for thread in threads for reply in thread.replies])
    for discussion in discussions:
        if discussion.last_number > paging.PAGE_SIZE:
            paging.rebuild(discussion)


def _continue_numbering(*tables: type[models.Model]) -> None:
    """PostgreSQL does not notice the numbers that we gave ourselves."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
