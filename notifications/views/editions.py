"""The Daily Edition: each issue on a page of its own, and the list of them."""

from datetime import date

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from harringay import pagination
from harringay.visitors import same_for_visitors
from notifications import feeds
from notifications.models import Edition, EditionItem, Issue, Notice

FIRST_ITEMS = 3  # that the list names of each


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    first = EditionItem.objects.shown().for_reading().defer("discussion__body_html")
    first_items = Prefetch("items", first.filter(position__lte=FIRST_ITEMS), to_attr="first_items")
    editions = Edition.objects.issued().newest_first().prefetch_related(first_items)
    page = pagination.page_of(editions, pagination.page_number(request.GET.get("page")))
    context = {"page": page, "channel": feeds.channel()}
    return render(request, "notifications/edition_list.html", context)


@require_safe
@same_for_visitors
def detail(request: HttpRequest, day: date) -> HttpResponse:
    """What was taken down since it came out leaves a line behind, for whoever looks."""
    edition = get_object_or_404(Edition.objects.issued(), issued_on=day)
    context = {
        "edition": edition,
        "issue": Issue(edition, list(edition.items.for_reading())),
        "notices": Notice.objects.current_on(day).in_order(),
        "channel": feeds.channel(),
    }
    return render(request, "notifications/edition_detail.html", context)
