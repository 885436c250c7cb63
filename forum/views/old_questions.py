"""Addresses that are still ours, with the old site's questions behind them."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from forum.archive import addresses
from forum.views import leading

View = Callable[..., HttpResponse]

_SORTS = {"mostRecent": "newest", "mostPopular": "replies"}

# Where a reader came from; and the old site's own pages, which were of another length.
_OLD_QUESTIONS = frozenset({"id", "commentId", "x", "xn_auth", "feed"})


def topic(view: View) -> View:
    """A discussion's page also answers to its old id, its cut slug and `commentId`."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        if _is_asked_the_old_way(request) or ":" in slug:
            return _asked(request, slug)
        try:
            return view(request, slug=slug)
        except Http404:
            found = addresses.of_discussion(slug, request.user)
            # A page past the end of a discussion is no old address of it.
            if found and found.slug == slug:
                raise
            return leading.to_found(request, found)

    return answer


def topics(view: View) -> View:
    """The list of discussions also had a feed at its address, and orders of other names."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        sort = _SORTS.get(request.GET.get("sort", ""))
        if leading.wants_feed(request):
            return leading.to(leading.feed_address("feeds:discussions"))
        if sort or _is_asked_the_old_way(request):
            return leading.to(f"{request.path}?sort={sort}" if sort else request.path)
        return view(request)

    return answer


def page(view: View) -> View:
    """One of the owner's pages also answers to a slug that was cut short."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug=slug)
        except Http404:
            return leading.to_found(request, addresses.of_page(slug, request.user))

    return answer


def _asked(request: HttpRequest, slug: str) -> HttpResponse:
    reply = addresses.of_reply(request.GET.get("commentId", ""), request.user)
    found = reply or addresses.of_discussion(slug, request.user)
    if found:
        return leading.to_found(request, found)
    if leading.wants_feed(request) and ":" not in slug:
        # The feed itself says what has become of it.
        return leading.to(leading.feed_address("feeds:discussion", slug=slug))
    return leading.to_id(request, request.GET.get("id", slug))


def _is_asked_the_old_way(request: HttpRequest) -> bool:
    return any(key in _OLD_QUESTIONS or key.startswith("xg_") for key in request.GET)
