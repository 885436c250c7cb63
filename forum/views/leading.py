"""Answering for the old site: one redirect for whatever was found, one page for what was not."""

from http import HTTPStatus

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse

from forum.archive import addresses
from forum.models import Category, Discussion, Reply, Tag
from forum.views.replies import place_of
from members.models import Member

# Which of our feeds tells the news of what.
_FEEDS: dict[type[Model], tuple[str, str]] = {
    Discussion: ("feeds:discussion", "slug"),
    Category: ("feeds:category", "slug"),
    Tag: ("feeds:tag", "slug"),
    Member: ("feeds:member", "address"),
}

# How the old site asked for a feed: by a question, or by the end of the path.
_FEED_PATHS = ("/feed", "/rss")

# A browser keeps a permanent redirect for ever unless told; a reply's page may yet change.
_KEPT_FOR = "private, max-age=3600"


def to(address: str) -> HttpResponse:
    """A permanent redirect to an address of ours."""
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = _KEPT_FOR
    return response


def to_found(request: HttpRequest, found: Model | None) -> HttpResponse:
    """To the page of what was found, or to its feed; 404 and a search where nothing was."""
    if found is None:
        return _nothing(request, status=HTTPStatus.NOT_FOUND)
    feed = _FEEDS.get(type(found))
    if feed and wants_feed(request):
        name, field = feed
        return to(feed_address(name, **{field: getattr(found, field)}))
    return to(place_of(found) if isinstance(found, Reply) else resolve_url(found))


def to_id(request: HttpRequest, old_id: str) -> HttpResponse:
    """To whatever has this old id; 410 where it was taken away."""
    try:
        return to_found(request, addresses.of_id(old_id, request.user))
    except addresses.Gone:
        return _nothing(request, status=HTTPStatus.GONE)


def wants_feed(request: HttpRequest) -> bool:
    asks = request.GET.get("feed") == "yes" or request.GET.get("fmt") == "rss"
    return asks or request.path.endswith(_FEED_PATHS)


def feed_address(name: str, **which: str) -> str:
    """Old feeds were Atom, or can be."""
    return reverse(name, kwargs={"format": "atom", **which})


def _nothing(request: HttpRequest, *, status: int) -> HttpResponse:
    """What the address says may do for a search."""
    last = addresses.decoded(request.path).rstrip("/").rpartition("/")[2]
    words = " ".join(last.replace("-", " ").replace("_", " ").split())
    context = {"words": "" if ":" in words else words, "is_gone": status == HTTPStatus.GONE}
    return render(request, "forum/old_address.html", context, status=status)
