"""Where the pages of a discussion's replies begin, kept right as replies come in."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Count, F, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from forum.models import Discussion, Reply, ReplyPage, ReplyQuerySet
from forum.models.reply import DIGITS, MAX_DEPTH, STEP_LENGTH
from harringay import compiled, pagination

PAGE_SIZE = 20
PAGE_CAP = 60  # a phone scrolls through that; a longer branch goes on overleaf
# Of a range without an end PostgreSQL expects a third of the thread, and reads all of it (16 ms).
PAST_THE_LAST = DIGITS[-1] * (STEP_LENGTH * MAX_DEPTH + 1)


def replies_between(
    discussion: Value, page: Value | None, following: Value | None
) -> ReplyQuerySet:
    """The replies of a page in tree order, given its discussion's key and the numbers of two pages.

    The query that fetches them looks up where the page begins and where the one that follows it
    does; None is the beginning and the end of the thread.
    """
    replies = Reply.objects.filter(discussion_id=discussion).tree_order()
    start = _first_path(discussion, page) if page else ""
    end = _first_path(discussion, following) if following else PAST_THE_LAST
    return replies.between(start, end)


def number_of(reply: Reply) -> int:
    """The page in tree order that holds a reply. One look-up in an index, if it is not known."""
    if reply.page_number:
        return reply.page_number
    page = _page_holding(reply.discussion_id, reply.path)
    return page.number if page else 1


def make_room(discussion: Discussion, reply: Reply, *, on_last_page: int | None = None) -> None:
    """Keep the pages right after `reply` came in; the caller holds the discussion's lock.

    `on_last_page` is how many replies were there before it, where that is known: one query fewer
    while there is room for another branch.

    A new branch opens a new page where the last one is full. A page that an answer has taken
    past the cap is cut in two. All other pages begin where they did, so links go on holding.
    """
    reply.page_number = 1
    if discussion.last_number <= PAGE_SIZE:
        # All that were ever posted fit on the first page.
        return
    if reply.depth == 1 and on_last_page is not None and on_last_page < PAGE_SIZE:
        reply.page_number = discussion.page_count
        return
    rows = _ON_THE_PAGE_OF.all(discussion.pk, reply.path)
    number, paths = rows[0][0], [path for _, path in rows]
    opens_a_page = reply.depth == 1 and len(paths) > PAGE_SIZE
    is_past_the_cap = len(paths) > PAGE_CAP
    firsts = list(_cut(paths))[1:] if opens_a_page or is_past_the_cap else []
    if firsts:
        _insert(discussion, after=number, firsts=firsts)
    reply.page_number = number + bisect_right(firsts, reply.path)


def count_from(discussion: Value, page: Value) -> Coalesce:
    """How many replies there are from where a page begins to the end of the thread."""
    start = Coalesce(_first_path(discussion, page), Value(""))
    replies = Reply.objects.filter(
        discussion_id=discussion, path__gte=start, path__lt=Value(PAST_THE_LAST)
    )
    counted = replies.order_by().values("discussion").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def is_sound(discussion: Discussion) -> bool:
    """Whether the pages follow one another, none is empty, and none is past the cap."""
    pages = ReplyPage.objects.filter(discussion=discussion).order_by("first_path")
    rows = list(pages.values_list("number", "first_path"))
    if [number for number, _ in rows] != list(range(2, discussion.page_count + 1)):
        return False
    if not rows and discussion.last_number <= PAGE_CAP:
        return True
    firsts = [first_path for _, first_path in rows]
    paths = Reply.objects.in_discussion(discussion).values_list("path", flat=True)
    held = Counter(bisect_right(firsts, path) for path in paths.iterator(chunk_size=2000))
    none_is_empty = len(held) == discussion.page_count or not (held or firsts)
    return none_is_empty and max(held.values(), default=0) <= PAGE_CAP


@transaction.atomic
def rebuild(discussion: Discussion) -> None:
    """Cut all pages anew, from the replies as they are."""
    replies = Reply.objects.in_discussion(discussion).tree_order()
    paths = replies.values_list("path", flat=True).iterator(chunk_size=2000)
    firsts = list(_cut(paths))[1:]
    ReplyPage.objects.filter(discussion=discussion).delete()
    discussion.page_count = 1
    _insert(discussion, after=1, firsts=firsts)


def _cut(paths: Iterable[str]) -> Iterator[str]:
    return pagination.cut_branches(paths, step=STEP_LENGTH, size=PAGE_SIZE, cap=PAGE_CAP)


def _first_path(discussion: Value, number: Value) -> Subquery:
    page = ReplyPage.objects.filter(discussion_id=discussion, number=number)
    return Subquery(page.values("first_path"))


def _whole_page_of(discussion_id: Value, path: Value) -> "QuerySet[Reply, tuple[int, str]]":
    """The number of the page that holds a path, with every path on it."""
    pages = ReplyPage.objects.filter(discussion_id=discussion_id)
    here = pages.filter(first_path__lte=path).order_by("-first_path")
    overleaf = pages.filter(first_path__gt=path).order_by("first_path")
    number = Coalesce(Subquery(here.values("number")[:1]), 1)
    start = Coalesce(Subquery(here.values("first_path")[:1]), Value(""))
    end = Coalesce(Subquery(overleaf.values("first_path")[:1]), Value(PAST_THE_LAST))
    replies = Reply.objects.filter(discussion_id=discussion_id, path__gte=start, path__lt=end)
    return replies.tree_order().values_list(number, "path")


_ON_THE_PAGE_OF = compiled.Query(_whole_page_of, slots=2)


def _page_holding(discussion_id: int, path: str) -> ReplyPage | None:
    pages = ReplyPage.objects.filter(discussion_id=discussion_id, first_path__lte=path)
    return pages.order_by("-first_path").first()


def _insert(discussion: Discussion, *, after: int, firsts: list[str]) -> None:
    if after < discussion.page_count:
        later = ReplyPage.objects.filter(discussion=discussion, number__gt=after)
        later.update(number=F("number") + len(firsts))
    ReplyPage.objects.bulk_create(
        ReplyPage(discussion=discussion, number=after + nth, first_path=first)
        for nth, first in enumerate(firsts, start=1)
    )
    discussion.page_count += len(firsts)
    discussion.save(update_fields=["page_count"])
