"""Every denormalised number: changed here, and made anew from the truth by `recount`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from forum import paging
from forum.models import Category, Discussion, DiscussionTag, Reply, ReplyPage, Tag
from forum.models.written import SHOWN
from harringay import compiled
from members.models import Member

Progress = Callable[[str, int], None]


def add_discussion(discussion: Discussion) -> None:
    """What one more discussion changes."""
    settle_shelves(discussion)
    if not (discussion.is_hidden or discussion.category.is_hidden):
        author = Member.objects.filter(pk=discussion.author_id)
        author.update(discussion_count=F("discussion_count") + 1)


def claim_number(discussion: Discussion, reply: Reply) -> bool:
    """Count a reply in its discussion, and lock that, if it is as it was when it was read.

    Whether it may be answered, and where, was decided on that reading. What waits for a moderator
    has its number, and is not counted yet.
    """
    was_read = (
        discussion.pk,
        discussion.category_id,
        discussion.last_number,
        discussion.page_count,
        not (discussion.is_closed or discussion.is_hidden),
    )
    if reply.is_held:
        is_claimed = _NUMBER_IN_DISCUSSION.run(*was_read)
    else:
        is_claimed = _COUNT_IN_DISCUSSION.run(*was_read, reply.posted_at, reply.author_id)
    if not is_claimed:
        return False
    discussion.last_number += 1
    if not reply.is_held:
        discussion.reply_count += 1
        discussion.last_activity_at = reply.posted_at
        discussion.last_reply_by = reply.author
    return True


def add_reply(discussion: Discussion, reply: Reply, *, on_last_page: int | None = None) -> None:
    """What else one more reply changes; the caller has claimed its number.

    `on_last_page` is how many there were before it, if it is known (forum.paging).
    """
    if not reply.is_held:
        count_answer(reply)
        if not (discussion.is_hidden or discussion.category.is_hidden):
            _COUNT_FOR_AUTHOR.run(reply.author_id)
    paging.make_room(discussion, reply, on_last_page=on_last_page)


def count_answer(reply: Reply) -> None:
    """Count it with what it answers, where that is a reply."""
    if reply.parent_id:
        _COUNT_ANSWER.run(reply.parent_id)


_READ = ("pk", "category", "last_number", "page_count", "is_open")


def _as_read(*was_read: Value) -> "models.QuerySet[Discussion]":
    """The discussion, if it is still as it was read."""
    discussions = Discussion.objects.alias(is_open=Q(closed_at=None, hidden_at=None))
    return discussions.filter(**dict(zip(_READ, was_read, strict=True)))


_NUMBER_IN_DISCUSSION = compiled.Update(
    lambda *was_read: (_as_read(*was_read), {"last_number": F("last_number") + 1}), slots=5
)
_COUNT_IN_DISCUSSION = compiled.Update(
    lambda pk, category, last_number, page_count, is_open, at, by: (
        _as_read(pk, category, last_number, page_count, is_open),
        {
            "reply_count": F("reply_count") + 1,
            "last_number": F("last_number") + 1,
            "last_activity_at": at,
            "last_reply_by": by,
        },
    ),
    slots=7,
)
_COUNT_ANSWER = compiled.Update(
    lambda pk: (Reply.objects.filter(pk=pk), {"answer_count": F("answer_count") + 1})
)
_COUNT_FOR_AUTHOR = compiled.Update(
    lambda pk: (Member.objects.filter(pk=pk), {"reply_count": F("reply_count") + 1})
)


def settle_discussion(discussion: Discussion) -> None:
    """Count a discussion's replies anew, after one was hidden, restored or withdrawn."""
    shown = Reply.objects.in_discussion(discussion).shown()
    newest = shown.order_by("-posted_at", "-pk").select_related("author").first()
    discussion.reply_count = shown.count()
    discussion.last_activity_at = newest.posted_at if newest else discussion.started_at
    discussion.last_reply_by = newest.author if newest else None
    discussion.save(update_fields=["reply_count", "last_activity_at", "last_reply_by"])
    if discussion.is_withdrawn:
        # Its replies are all that kept it in the lists.
        settle_shelves(discussion)


def settle_places(discussion: Discussion) -> int:
    """Make every `answer_count` of a discussion anew. Returns how many were mended.

    A withdrawn reply keeps a place only while an answer below it has one, so the deepest come
    first; what waits for a moderator has none yet. One query reads them all and one writes what
    changed; the caller holds the lock.
    """
    replies = Reply.objects.in_discussion(discussion).only(
        "pk", "parent_id", "number", "withdrawn_at", "held_at", "answer_count"
    )
    answers: dict[int, int] = {}
    changed = []
    # An answer's number is always above its parent's.
    for reply in replies.order_by("-number"):
        count = answers.get(reply.pk, 0)
        if reply.answer_count != count:
            reply.answer_count = count
            changed.append(reply)
        if reply.parent_id and (count or not (reply.is_withdrawn or reply.is_held)):
            answers[reply.parent_id] = answers.get(reply.parent_id, 0) + 1
    Reply.objects.bulk_update(changed, ["answer_count"], batch_size=500)
    return len(changed)


def settle_shelves(discussion: Discussion) -> None:
    """Count anew the category and the tags under which a discussion is found."""
    settle_categories([discussion.category])
    settle_tags(discussion.tags.all())


def settle_member(member: Member) -> None:
    _settle_members(Member.objects.filter(pk=member.pk))


def settle_writers(discussion: Discussion) -> None:
    """Count anew what everyone has written who wrote in a discussion."""
    replies = Reply.objects.in_discussion(discussion)
    wrote = Q(pk=discussion.author_id) | Q(pk__in=replies.values("author"))
    _settle_members(Member.objects.filter(wrote))


def settle_categories(categories: Iterable[Category]) -> None:
    wanted = Category.objects.filter(pk__in=[category.pk for category in categories])
    _settle(wanted, discussion_count=_count_of(_readable_discussions(), "category"))


def settle_tags(tags: Iterable[Tag]) -> None:
    wanted = Tag.objects.filter(pk__in=[tag.pk for tag in tags])
    _settle(wanted, discussion_count=_count_of(_readable_tags(), "tag"))


def settle_totals() -> None:
    """Count categories, tags and members anew, after many discussions came at once."""
    _recount_categories()
    _recount_tags()
    _recount_members()


def recount(progress: Progress = lambda _what, _mended: None) -> int:
    """Make every number anew, and the pages where they are wrong. Returns how many were mended."""
    mended = 0
    for what, step in _STEPS:
        rows = step()
        progress(what, rows)
        mended += rows
    return mended


def _recount_categories() -> int:
    counts = _count_of(_readable_discussions(), "category")
    return _settle(Category.objects.all(), discussion_count=counts)


def _recount_tags() -> int:
    return _settle(Tag.objects.all(), discussion_count=_count_of(_readable_tags(), "tag"))


def _recount_members() -> int:
    return _settle_members(Member.objects.all())


def _settle_members(members: "models.QuerySet[Member]") -> int:
    discussions = Discussion.objects.filter(SHOWN, category__hidden_at=None)
    replies = Reply.objects.filter(
        SHOWN, discussion__hidden_at=None, discussion__category__hidden_at=None
    )
    return _settle(
        members,
        discussion_count=_count_of(discussions, "author"),
        reply_count=_count_of(replies, "author"),
    )


def _recount_discussions() -> int:
    newest = Reply.objects.filter(SHOWN, discussion=OuterRef("pk")).order_by("-posted_at", "-pk")
    last_number = Reply.objects.filter(discussion=OuterRef("pk")).order_by("-number")
    return _settle(
        Discussion.objects.all(),
        reply_count=_count_of(Reply.objects.filter(SHOWN), "discussion"),
        last_activity_at=Coalesce(Subquery(newest.values("posted_at")[:1]), F("started_at")),
        last_reply_by=Subquery(newest.values("author")[:1]),
        last_number=Coalesce(Subquery(last_number.values("number")[:1]), 0),
    )


def _recount_places() -> int:
    # After _recount_discussions, `last_number` says truly whether anybody has replied.
    wanted = Discussion.objects.filter(
        Q(last_number__gt=0) | ~Q(page_count=1) | Q(pk__in=ReplyPage.objects.values("discussion"))
    )
    return sum(map(_mend_places, wanted.values_list("pk", flat=True)))


@transaction.atomic
def _mend_places(discussion_id: int) -> int:
    discussion = Discussion.objects.select_for_update().get(pk=discussion_id)
    mended = settle_places(discussion)
    if not paging.is_sound(discussion):
        paging.rebuild(discussion)
        mended += 1
    return mended


_STEPS: list[tuple[str, Callable[[], int]]] = [
    ("discussions", _recount_discussions),
    ("pages and answers", _recount_places),
    ("categories", _recount_categories),
    ("tags", _recount_tags),
    ("members", _recount_members),
]


def _readable_discussions() -> "models.QuerySet[Discussion]":
    """What a category's count promises to whoever may enter it."""
    return Discussion.objects.filter(Q(withdrawn_at=None) | Q(reply_count__gt=0), hidden_at=None)


def _readable_tags() -> "models.QuerySet[DiscussionTag]":
    everyones = _readable_discussions().filter(category__hidden_at=None)
    return DiscussionTag.objects.filter(content_object__in=everyones)


def _count_of(rows: "models.QuerySet[Any]", owner: str) -> Coalesce:
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


def _settle(rows: "models.QuerySet[Any]", **truths: Any) -> int:
    """Set each field to its truth, only where it differs. Returns how many rows were mended."""
    named = {f"true_{field}": truth for field, truth in truths.items()}
    agrees = Q()
    for field in truths:
        both_null = Q(**{f"{field}__isnull": True, f"true_{field}__isnull": True})
        agrees &= Q(**{field: F(f"true_{field}")}) | both_null
    # Not exclude(): to SQL, a null neither agrees nor differs.
    differs = Case(When(agrees, then=False), default=True)
    compared = rows.annotate(**named).annotate(differs=differs).filter(differs=True)
    wrong = list(compared.values_list("pk", flat=True))
    for batch in _batches(wrong):
        rows.model._default_manager.filter(pk__in=batch).update(**truths)  # noqa: SLF001
    return len(wrong)


def _batches(keys: list[int], size: int = 5000) -> Iterator[list[int]]:
    """Few enough for one statement: SQLite takes 32,766 parameters."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
