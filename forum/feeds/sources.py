"""What a feed is made of, read in one query without making it: the same rows, the same feed.

What is read here may be more than shows, which costs a feed made once in vain, and never less: then
a reader would be told wrongly that nothing is new (tests/forum/feeds/test_sources.py). It comes
with what every feed needs beside its items, so that it costs a feed that is made no query.
"""

import hashlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet, Subquery, Value
from django.utils import timezone

from forum.changes import WATCHED
from forum.feeds import gone, rows
from forum.feeds.gone import Gone, Scope
from forum.feeds.paging import NEWEST, Place
from forum.feeds.rows import ROWS
from forum.models import Category, Change, Discussion, Reply, SiteIdentity, Tag
from forum.models.listed import Written
from harringay import compiled
from members.models import VISITOR, Member

_AUTHOR: Final = ("author__name", "author__address", "author__left_at")
_ITEM: Final = ("pk", "legacy_id", "body_html", "edited_at", *_AUTHOR)
_ANSWERED: Final = ("pk", "legacy_id", "posted_at", "hidden_at", "withdrawn_at")
_ABOUT: Final = ("pk", "legacy_id", "started_at", "title", "slug", "category__name")


def _of(relation: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{relation}__{column}" for column in columns)


OF_DISCUSSION: Final = (*_ITEM, *_ABOUT[1:], "reply_count", "last_activity_at")
OF_REPLY: Final = (*_ITEM, "posted_at", *_of("parent", _ANSWERED), *_of("discussion", _ABOUT))
OF_EVENT: Final = (
    *("pk", "kind", "happened_at"),
    *_of("reply", OF_REPLY),
    *_of("discussion", OF_DISCUSSION),
)

# Under which a row was read.
VERSION: Final = "read_under"

Lists = Callable[..., dict[str, Subquery]]


class Beside(NamedTuple):
    """What is known of a feed beside its items.

    `sources` is a hash of all that it is made of, as it was under a `version` of the site
    (forum.changes); empty where that is not known.
    """

    site: SiteIdentity
    gone: tuple[Gone, ...] = ()
    sources: str = ""
    version: str = ""


class Sources:
    """Of one kind of feed: the lists of all that is in it, and of what was."""

    def __init__(
        self, lists: Lists, is_gone: Callable[..., Scope] | None = None, *, slots: int = 0
    ) -> None:
        def build(*values: Value) -> QuerySet[SiteIdentity]:
            about, since = values[:slots], values[slots:]
            went = dict(gone.lists(is_gone(*about), *since)) if is_gone else {}
            return around(**went, **lists(*about))

        self.query = compiled.Query(build, slots=slots + bool(is_gone))
        self._tells_gone = bool(is_gone)

    def ask(self, *about: int | str) -> Beside:
        """In one query, which has to be asked after those for the rows."""
        since = [timezone.now() - gone.TOLD_FOR] if self._tells_gone else []
        return beside(self.query.first(*about, *since))

    def ask_for(self, page: Place, *about: int | str) -> Beside:
        """Of the newest page; of an older one nothing is remembered, and nothing gone is told."""
        return self.ask(*about) if page == NEWEST else Beside(SiteIdentity.current())


def around(**lists: Subquery) -> QuerySet[SiteIdentity]:
    """The site's identity, with some lists."""
    return under_version(SiteIdentity.objects.filter(pk=1).annotate(**lists))


def under_version(found: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that say under which version of the site they were read."""
    version = Subquery(Change.objects.filter(pk=1).values("count"))
    told: QuerySet[Any] = found.annotate(**{VERSION: version})
    return told


def beside(site: SiteIdentity | None) -> Beside:
    """What that query has found; nothing is known of a site that has no identity yet."""
    if site is None:
        return Beside(SiteIdentity(pk=1))
    said = {name: value for name, value in vars(site).items() if not name.startswith("_")}
    version = str(said.pop(VERSION))
    return Beside(site, gone.of(site), hash_of(said), version)


def hash_of(said: dict[str, Any]) -> str:
    """What two readings have in common only if they are alike in everything."""
    hashed = hashlib.sha256()
    for name in sorted(said):
        value = said[name]
        in_order = sorted(map(repr, value)) if isinstance(value, list) else value
        text = in_order if isinstance(in_order, str) else repr(in_order)
        hashed.update(f"{name} {len(text)} {text}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()[:32]


def listed(found: QuerySet[Any], columns: tuple[str, ...], *, most: int = ROWS) -> Subquery:
    """These columns of the rows of a page."""
    page = found.values("pk")[:most]
    return all_of(found.model.objects.filter(pk__in=page), columns)


def all_of(found: QuerySet[Any], columns: tuple[str, ...]) -> Subquery:
    return Subquery(found.order_by().values(listed=Written(*columns)))


def whole(subject: QuerySet[Any]) -> Subquery:
    """All of one row that visitors may see anything of."""
    unseen = WATCHED[subject.model._meta.label_lower]  # noqa: SLF001  Django's documented name
    fields = subject.model._meta.local_concrete_fields  # noqa: SLF001  as above
    return all_of(subject, tuple(each.name for each in fields if each.column not in unseen))


def _subject(model: type[Any], key: Value) -> Subquery:
    return whole(model.objects.visible_to(VISITOR).filter(pk=key))


def _discussions(found: QuerySet[Discussion]) -> Subquery:
    return listed(found, OF_DISCUSSION)


def _replies(found: QuerySet[Reply]) -> Subquery:
    return listed(found, OF_REPLY)


DISCUSSIONS: Final = Sources(
    lambda: {"discussions": _discussions(rows.discussions())},
    lambda: Scope(Discussion.objects.all()),
)
REPLIES: Final = Sources(
    lambda: {"replies": _replies(rows.replies())},
    lambda: Scope(replies=Reply.objects.all()),
)
ACTIVITY: Final = Sources(
    lambda: {"events": listed(rows.events(), OF_EVENT)},
    lambda: Scope(Discussion.objects.all(), Reply.objects.all()),
)
CATEGORY: Final = Sources(
    lambda key: {
        "discussions": _discussions(rows.discussions().in_category(key)),
        "subject": _subject(Category, key),
    },
    lambda key: Scope(Discussion.objects.in_category(key)),
    slots=1,
)
TAG: Final = Sources(
    lambda key: {
        "discussions": _discussions(rows.discussions().tagged(key)),
        "subject": _subject(Tag, key),
    },
    lambda key: Scope(Discussion.objects.tagged(key)),
    slots=1,
)
DISCUSSION: Final = Sources(
    lambda key: {
        "replies": _replies(rows.replies().filter(discussion=key)),
        "subject": _subject(Discussion, key),
    },
    lambda key: Scope(replies=Reply.objects.filter(discussion=key)),
    slots=1,
)
# How the member stands is among the columns: whether they are here follows from it.
MEMBER: Final = Sources(
    lambda key: {
        "discussions": _discussions(rows.discussions().filter(author=key)),
        "replies": _replies(rows.replies().filter(author=key)),
        "subject": whole(Member.objects.filter(pk=key)),
    },
    lambda key: Scope(Discussion.objects.filter(author=key), Reply.objects.filter(author=key)),
    slots=1,
)
