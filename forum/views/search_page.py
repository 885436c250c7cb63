"""The search page, put together from what was worked out beforehand."""

from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forum import searching
from forum.search_form import SearchForm
from forum.views import frame, search_rows
from forum.views.frame import Frame
from harringay.stencils import Slots, Stencil

TEMPLATE: Final = "forum/search.html"
MOST_IN_TITLE: Final = 60


class PageShape(NamedTuple):
    """Everything that templates/forum/search.html decides by, for a question without a mistake."""

    order: str
    is_narrowed: bool
    is_cut: bool
    has_rows: bool


def render_form(request: HttpRequest, form: SearchForm) -> str:
    """The form alone, with messages beside what is wrong in it."""
    context = {
        "form": form,
        "heading": _heading(form),
        "narrowing": form.narrowing_html(),
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
    )
    return _PAGE.fill(
        shape,
        **Frame(request).words(),
        heading=_heading(form, found.page.number),
        query=form.data["q"],
        narrowing=form.narrowing_html(),
        rows=search_rows.show(found.page.items),
        pagination=_pagination(request, found),
    )


def _heading(form: SearchForm, number: int = 1) -> str:
    """The page's title, as it stands in a list of tabs."""
    typed = form["q"].value()
    heading = f"{truncatechars(typed, MOST_IN_TITLE)}: search" if typed else "Search"
    mistake = "Error: " if form.errors else ""
    return f"{mistake}{heading}, page {number}" if number > 1 else f"{mistake}{heading}"


def _pagination(request: HttpRequest, found: searching.Found) -> str:
    if not (found.page.has_previous or found.page.has_next):
        return ""
    context = {"page": found.page, "label": "Pages of results", "request": request}
    return render_to_string("site/_pagination.html", context)


def _stand_ins(shape: PageShape, slots: Slots) -> dict[str, Any]:
    query = slots("query")
    form = SearchForm({"q": query, "order": shape.order}, viewer=AnonymousUser())
    return {
        **frame.stand_ins(slots),
        "form": form,
        "is_narrowed": shape.is_narrowed,
        "shape": shape,
        "query": query,
        **{name: slots(name) for name in ("heading", "narrowing", "rows", "pagination")},
    }


_PAGE = Stencil(TEMPLATE, _stand_ins)
