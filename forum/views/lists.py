"""One way to show a list of discussions, whatever it is a list of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from forum.models import Category, DiscussionQuerySet, Tag
from forum.views import discussion_rows, frame, turning
from forum.views.discussion_rows import Order
from forum.views.frame import Frame
from harringay import pagination
from harringay.stencils import Slots, Stencil

LATEST, NEWEST, REPLIES, FEATURED = "latest", "newest", "replies", "featured"

Scope = Callable[..., DiscussionQuerySet]

_ORDERS: dict[str, Order] = {
    LATEST: DiscussionQuerySet.latest_first,
    NEWEST: DiscussionQuerySet.newest_first,
    REPLIES: DiscussionQuerySet.most_replies_first,
    FEATURED: lambda discussions: discussions.featured().recently_featured_first(),
}


def orders_of(scope: Scope = lambda discussions: discussions) -> dict[str, Order]:
    """The four orders of the discussions in a scope, which may ask for values of its own."""
    return {name: partial(_in_order, order, scope) for name, order in _ORDERS.items()}


def _in_order(order: Order, scope: Scope, *given: Any) -> DiscussionQuerySet:
    return order(scope(*given))


class ListShape(NamedTuple):
    """Everything that templates/forum/discussion_list.html decides by; `place` is turning's."""

    about: str
    sort: str
    place: int
    has_next: bool
    is_empty: bool
    is_described: bool
    can_start: bool


@dataclass(frozen=True)
class List:
    """What a list is called, which discussions are in it, and what they have in common.

    `given` are the values that its orders ask for besides.
    """

    heading: str
    orders: Mapping[str, Order]
    given: Sequence[int] = ()
    about: Category | Tag | None = None
    can_start: bool = False


def show(request: HttpRequest, shown: List) -> HttpResponse:
    """A page of discussions in one of its orders. Raises Http404 for any other."""
    sort = request.GET.get("sort", LATEST)
    if sort not in shown.orders:
        raise Http404
    number = pagination.page_number(request.GET.get("page"))
    page = discussion_rows.page_of(shown.orders[sort], number, *shown.given, viewer=request.user)
    about = shown.about
    shape = ListShape(
        about=type(about).__name__ if about else "",
        sort=sort,
        place=turning.place_of(page),
        has_next=page.has_next,
        is_empty=not page.items,
        is_described=bool(getattr(about, "description", "")),
        can_start=shown.can_start,
    )
    words: dict[str, str | int] = {
        "heading": shown.heading,
        "path": request.path,
        "rows": discussion_rows.show(page.items),
        **turning.words_of(page),
    }
    if about:
        words |= {
            "key": about.pk,
            "name": about.name,
            "slug": quote(about.slug),
            "description": getattr(about, "description", ""),
        }
    return HttpResponse(_PAGE.fill(shape, **Frame(request).words(), **words))


def _stand_ins(shape: ListShape, slots: Slots) -> dict[str, Any]:
    asked = "" if shape.sort == LATEST else f"sort={shape.sort}"
    context = {
        **frame.stand_ins(slots),
        "heading": slots("heading"),
        "sort": shape.sort,
        "request": SimpleNamespace(path=slots("path"), GET=QueryDict(asked)),
        "page": turning.stand_in(shape.place, slots, has_next=shape.has_next),
        "rows": "" if shape.is_empty else slots("rows"),
        "can_start": shape.can_start,
    }
    named = {"pk": slots.number("key"), "name": slots("name"), "slug": slots("slug")}
    if shape.about == Category.__name__:
        description = slots("description") if shape.is_described else ""
        context["category"] = Category(**named, description=description)
    elif shape.about == Tag.__name__:
        context["tag"] = Tag(**named)
    return context


_PAGE = Stencil("forum/discussion_list.html", _stand_ins)
