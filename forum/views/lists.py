"""One way to show a list of discussions, whatever it is a list of."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from forum.models import DiscussionQuerySet
from forum.views import discussion_rows
from harringay import pagination

LATEST, NEWEST, REPLIES, FEATURED = "latest", "newest", "replies", "featured"


def show(
    request: HttpRequest, discussions: DiscussionQuerySet, *, heading: str, **context: Any
) -> HttpResponse:
    """A page of discussions in one of the four orders. Raises Http404 for any other."""
    sort = request.GET.get("sort", LATEST)
    rows = _sorted(discussions.with_unread_for(request.user), sort)
    number = pagination.page_number(request.GET.get("page"))
    page = pagination.page_of(discussion_rows.columns(rows), number)
    context |= {
        "heading": heading,
        "sort": sort,
        "page": page,
        "rows": discussion_rows.show(page.items),
    }
    return render(request, "forum/discussion_list.html", context)


def _sorted(discussions: DiscussionQuerySet, sort: str) -> DiscussionQuerySet:
    match sort:
        case "latest":
            return discussions.latest_first()
        case "newest":
            return discussions.newest_first()
        case "replies":
            return discussions.most_replies_first()
        case "featured":
            return discussions.featured().recently_featured_first()
        case _:
            raise Http404
