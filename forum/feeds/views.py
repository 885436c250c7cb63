"""Feeds as they are asked for. None looks at a cookie, a session or the name in the request."""

import functools
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from forum import changes
from forum.errors import SearchTookTooLong
from forum.feeds import channels, fetching, paging, validators
from forum.feeds.channels import Channel
from forum.feeds.feed import Feed, TakenBack, visible_categories
from forum.feeds.formats import FORMATS, addresses
from forum.feeds.paging import NEWEST
from forum.feeds.validators import Validators
from forum.models import SiteIdentity
from harringay import conditional
from harringay.visitors import same_for_visitors
from members.errors import RateLimited, in_words

CACHE_CONTROL = "public, max-age=900, stale-while-revalidate=60"
LATER_SECONDS = 900  # as long as a reader keeps a feed
PLAIN_TEXT = "text/plain; charset=utf-8"

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def plain_refusals(view: View) -> View:
    """What goes wrong is told in one line of plain text: a feed reader shows no pages."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **place: Any) -> HttpResponse:
        try:
            return view(request, **place)
        except Exception as problem:  # noqa: BLE001  none may show a page
            return _refusal(problem, request)

    return answer


def _refusal(problem: Exception, request: HttpRequest) -> HttpResponse:
    match problem:
        case Http404():
            return HttpResponse("There is no such feed.\n", status=404, content_type=PLAIN_TEXT)
        case TakenBack():
            return HttpResponse("This feed has ended.\n", status=410, content_type=PLAIN_TEXT)
        case RateLimited():
            return _too_often(problem)
        case SearchTookTooLong():
            return _too_slow()
    # With the request: the log leaves out the key that a private feed's address is.
    said = {"request": request}
    log.error("A feed could not be made: %s", request.path, exc_info=problem, extra=said)
    return HttpResponse("Something went wrong.\n", status=500, content_type=PLAIN_TEXT)


@same_for_visitors
@plain_refusals
@require_safe
def serve(
    request: HttpRequest,
    *,
    channel: Callable[..., Feed],
    format: str,  # noqa: A002  the word that is in the addresses
    **place: str,
) -> HttpResponse:
    """One page of a feed in one format; another spelling of its address leads to the one it has."""
    fetching.count(request.META)
    before = paging.place_from(request.GET.get(paging.BEFORE, ""))
    version = changes.version_for(request.META)
    conditions = conditional.conditions_of(request.META)
    if conditions and before == NEWEST:
        known = validators.known_at(request.path, format, version=version)
        if known and _is_known(conditions, known):
            return _with(known, HttpResponseNotModified())

    feed = channel(**place, before=before)
    if unquote(feed.path(format)) != request.path:
        return HttpResponsePermanentRedirect(feed.url(format))
    current = validators.of(feed, format, version=version)
    # Where the page is kept, the conditions are set aside: it is made for those who come after.
    if _is_known(request.META, current):
        return _with(current, HttpResponseNotModified())
    return _with(current, _written(feed, format, current))


@same_for_visitors
@plain_refusals
@require_safe
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Every category's feed, as OPML 2.0: a reader takes them all at once."""
    fetching.count(request.META)
    context = {
        "title": SiteIdentity.current().name,
        "channels": [channels.category(each) for each in visible_categories()],
    }
    text = render_to_string("site/feeds.opml", context)
    return _for_everyone(HttpResponse(text, content_type="text/x-opml; charset=utf-8"))


@plain_refusals
@require_safe
def missing(_request: HttpRequest, **_place: str) -> HttpResponse:
    """Whatever else is asked for beneath /feeds. Raises Http404."""
    raise Http404


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """The page that says what a feed is, and which there are."""
    groups = [
        _group("Everything", channels.of_whole_site()),
        _group("One category", map(channels.category, visible_categories())),
    ]
    opml_url = f"{settings.SITE_URL}{reverse('feeds:opml')}"
    return render(request, "site/feeds.html", {"groups": groups, "opml_url": opml_url})


def _group(name: str, found: Iterable[Channel]) -> dict[str, Any]:
    return {"name": name, "feeds": [(channel, addresses(channel)) for channel in found]}


def _written(feed: Feed, extension: str, current: Validators) -> HttpResponse:
    writer = FORMATS[extension]
    text = writer.write(feed, current.changed_at)
    return HttpResponse(text, content_type=f"{writer.media_type}; charset=utf-8")


def _is_known(asked: Mapping[str, Any], current: Validators) -> bool:
    return conditional.is_known(asked, etag=current.etag, last_modified=current.last_modified)


def _with(current: Validators, response: HttpResponse) -> HttpResponse:
    response["ETag"] = current.etag
    if current.is_dated:
        response["Last-Modified"] = current.last_modified
    if current.link:
        response["Link"] = current.link
    return _for_everyone(response)


def _too_often(refusal: RateLimited) -> HttpResponse:
    said = (
        "Too many requests that do not say which feed you have already. Please send the ETag back "
        f"in If-None-Match, and come again in {in_words(refusal.retry_after)}.\n"
    )
    headers = {"Retry-After": str(refusal.retry_after)}
    return HttpResponse(said, status=429, content_type=PLAIN_TEXT, headers=headers)


def _too_slow() -> HttpResponse:
    said = "There is too much to search for at the moment. Please come again later.\n"
    headers = {"Retry-After": str(LATER_SECONDS)}
    return HttpResponse(said, status=503, content_type=PLAIN_TEXT, headers=headers)


def _for_everyone(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    return response
