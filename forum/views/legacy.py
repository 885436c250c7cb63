"""Addresses that only the old site had: each leads to the one right page of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from forum.archive import addresses
from forum.models import Reply
from forum.views import leading

View = Callable[..., HttpResponse]

# Where a kind is found that is no category of its own.
_HOMES = {"forum": "forum:discussions", "members": "members:directory"}

_PEOPLE = ("user", "screenName", "attachedTo")
# What a person wrote, rather than who they are.
_OF_THEIRS = frozenset({"listForContributor", "list"})


def to(name: str, *args: str, query: str = "", feed: str = "") -> View:
    """A view that leads to one of our pages, or to its feed where that is asked for."""

    @require_safe
    def lead(request: HttpRequest, **_place: str) -> HttpResponse:
        if feed and leading.wants_feed(request):
            return leading.to(leading.feed_address(feed))
        return leading.to(reverse(name, args=args) + query)

    return lead


@require_safe
def item(request: HttpRequest, old_id: str) -> HttpResponse:
    """The universal permalink, of whatever has this id."""
    return leading.to_id(request, old_id)


@require_safe
def in_section(request: HttpRequest, slug: str, **_place: str) -> HttpResponse:
    """A blog post, an event, a photo: by its path, or by the id that stood there for a slug."""
    if asked := _asked_id(request, slug):
        return leading.to_id(request, asked)
    return leading.to_found(request, addresses.of_path(request.path, request.user))


@require_safe
def in_group(request: HttpRequest, slug: str, **_place: str) -> HttpResponse:
    """A group's discussion, which no longer has its group in its address."""
    if asked := _asked_id(request, slug):
        return leading.to_id(request, asked)
    return leading.to_found(request, addresses.of_discussion(slug, request.user))


@require_safe
def group(request: HttpRequest, url: str, **_place: str) -> HttpResponse:
    return leading.to_found(request, addresses.of_path(f"/group/{url}", request.user))


@require_safe
def last_reply(request: HttpRequest, slug: str, **_place: str) -> HttpResponse:
    """The newest reply, or the discussion while there is none."""
    discussion = addresses.of_discussion(slug, request.user)
    if discussion is None:
        return leading.to_found(request, None)
    newest = Reply.objects.in_discussion(discussion).shown().newest_first().first()
    response = leading.to_found(request, newest or discussion)
    # Tomorrow another reply may be the newest.
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def search(request: HttpRequest, **_place: str) -> HttpResponse:
    words = request.GET.get("q", "")
    return leading.to(f"{reverse('forum:search')}?{urlencode({'q': words})}")


@require_safe
def section(request: HttpRequest, kind: str, **_place: str) -> HttpResponse:
    """All events, all photos: the category that they came into."""
    if found := addresses.of_kind(kind, request.user):
        return leading.to_found(request, found)
    return leading.to(reverse(_HOMES.get(kind, "forum:categories")))


@require_safe
def by_question(request: HttpRequest, kind: str, action: str = "show") -> HttpResponse:
    """The long form `/<widget>/<controller>/<action>?…`: what it is about is in its question."""
    asked = request.GET
    if reply := addresses.of_reply(asked.get("commentId", ""), request.user):
        return leading.to_found(request, reply)
    if asked_id := asked.get("id") or asked.get("categoryId"):
        return leading.to_id(request, asked_id)
    if name := next(filter(None, map(asked.get, _PEOPLE)), ""):
        return _person(request, name, action)
    if "tag" in asked:
        return _tag(request, asked["tag"])
    return section(request, kind)


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """A file that was attached to what they may see."""
    return leading.to_found(request, addresses.of_file(request.GET.get("id", ""), request.user))


def _person(request: HttpRequest, name: str, action: str) -> HttpResponse:
    member = addresses.of_person(name.removeprefix("u_"))
    if member and action in _OF_THEIRS and not leading.wants_feed(request):
        return leading.to(reverse("forum:contributions_discussions", args=[member.address]))
    return leading.to_found(request, member)


def _tag(request: HttpRequest, name: str) -> HttpResponse:
    """A tag; one that no discussion has any longer may still be a word in some."""
    tag = addresses.of_tag(name, request.user)
    if tag:
        return leading.to_found(request, tag)
    return leading.to(f"{reverse('forum:search')}?{urlencode({'q': addresses.decoded(name)})}")


def _asked_id(request: HttpRequest, slug: str) -> str:
    """An id in the question, or in the place of a slug."""
    in_place = slug if ":" in addresses.decoded(slug) else ""
    return request.GET.get("commentId") or request.GET.get("id") or in_place
