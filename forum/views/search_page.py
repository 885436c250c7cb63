"""The search page, put together from what was worked out beforehand."""

from functools import cache
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from forum import searching
from forum.search_form import SearchForm
from forum.views import search_rows, turning
from forum.views.frame import Frame, stand_ins
from harringay.stencils import Slots, Stencil
from members.models import VISITOR

TEMPLATE: Final = "forum/search.html"
MOST_IN_TITLE: Final = 60


class PageShape(NamedTuple):
    """Everything that templates/forum/search.html decides by, for a question without a mistake."""

    order: str
    is_narrowed: bool
    is_cut: bool
    has_rows: bool
    has_feed: bool


class Turn(NamedTuple):
    """Everything that templates/site/_pagination.html decides by."""

    place: int
    has_next: bool


def render_form(request: HttpRequest, form: SearchForm) -> str:
    """The form alone, with messages beside what is wrong in it."""
    frame = Frame(request)
    context = {
        "form": form,
        "heading": _heading(form),
        "narrowing": form.narrowing_html(_offered(frame)),
        "is_narrowed": form.is_narrowed,
    }
    return render_to_string(TEMPLATE, context, request)


def render(request: HttpRequest, form: SearchForm, found: searching.Found) -> SafeString:
    """The form, and a page of what was found."""
    shape = PageShape(
        order=form.search.order,
        is_narrowed=form.is_narrowed,
        is_cut=found.is_cut,
        has_rows=bool(found.page.items),
        has_feed=bool(form.search.query.wanted),
    )
    frame = Frame(request)
    return _PAGE.fill(
        shape,
        **frame.words(),
        heading=_heading(form, found.page.number),
        query=form.data["q"],
        feed=_feed(form.search.query),
        narrowing=form.narrowing_html(_offered(frame)),
        rows=search_rows.show(found.page.items),
        pagination=_pagination(request, found),
    )


def _offered(frame: Frame) -> list[tuple[str, str]]:
    """The categories among which whoever searches can choose."""
    return [(category.slug, category.name) for category in frame.categories]


def _heading(form: SearchForm, number: int = 1) -> str:
    """The page's title, as it stands in a list of tabs."""
    typed = form["q"].value()
    if len(typed or "") > MOST_IN_TITLE:
        # What is short it would only look at: 0.1 ms.
        typed = truncatechars(typed, MOST_IN_TITLE)
    heading = f"{typed}: search" if typed else "Search"
    mistake = "Error: " if form.errors else ""
    return f"{mistake}{heading}, page {number}" if number > 1 else f"{mistake}{heading}"


def _feed(query: searching.Query) -> str:
    """The address of the feed of the same words, but for its format."""
    if not query.wanted:
        return ""
    return f"{settings.SITE_URL}{_feeds()}{quote(query.text)}"


@cache
def _feeds() -> str:
    """Where the addresses of all such feeds begin: to reverse each takes 0.1 ms."""
    return reverse("feeds:words", args=["-", "rss"]).removesuffix("-.rss")


def _pagination(request: HttpRequest, found: searching.Found) -> str:
    if not (found.page.has_previous or found.page.has_next):
        return ""
    shape = Turn(turning.place_of(found.page), found.page.has_next)
    asked = _asked(request.GET)
    return _PAGINATION.fill(shape, path=request.path, asked=asked, **turning.words_of(found.page))


def _asked(query: QueryDict) -> str:
    """What was looked for, and whatever else was asked but the page, as an address says it."""
    others = [
        (name, value)
        for name, values in query.lists()
        for value in values
        if name not in {"q", "page"}
    ]
    return urlencode([("q", query["q"]), *others]).removeprefix("q=")


def _turned(shape: Turn, slots: Slots) -> dict[str, Any]:
    """`q` stands for all that was asked."""
    return {
        "label": "Pages of results",
        "page": turning.stand_in(shape.place, slots, has_next=shape.has_next),
        "request": SimpleNamespace(path=slots("path"), GET=QueryDict(f"q={slots('asked')}")),
    }


def _stand_ins(shape: PageShape, slots: Slots) -> dict[str, Any]:
    query = slots("query")
    form = SearchForm({"q": query, "order": shape.order}, viewer=VISITOR)
    return {
        **stand_ins(slots),
        "form": form,
        "is_narrowed": shape.is_narrowed,
        "shape": shape,
        "query": query,
        **{name: slots(name) for name in ("heading", "narrowing", "rows", "pagination", "feed")},
    }


_PAGE = Stencil(TEMPLATE, _stand_ins)
_PAGINATION = Stencil("site/_pagination.html", _turned)
