"""Badges: the site, or one member of it, on other people's pages; and what to copy there.

They are the only pages of ours that another site may frame, or show a picture of. Like a feed, a
badge looks at nobody's cookies (harringay.visitors).
"""

import functools
from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from forum import finding
from forum.views import badge_contents, badge_drawing
from forum.views.badge_contents import Badge
from harringay.visitors import same_for_visitors
from members.models import VISITOR, Member, Viewer

ANYBODY: Final = "*"

View = Callable[..., HttpResponse]


class Offer(NamedTuple):
    """A badge to copy: its name, and the paths of its page, its picture and what it is about."""

    name: str
    frame: str
    image: str
    page: str


def shown_elsewhere(view: View) -> View:
    """Let other sites show what a view answers, and search engines pass it by."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **place: Any) -> HttpResponse:
        response = view(request, **place)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    framed = xframe_options_exempt(csp_replace({"frame-ancestors": [ANYBODY]})(answer))
    return cast("View", framed)


@csp_replace({"frame-src": [SELF]})
@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """What to copy; members find their own badge there too."""
    context = {"offers": _offers(request.user), "site_url": settings.SITE_URL}
    return render(request, "forum/badges.html", context)


@require_safe
@same_for_visitors
@shown_elsewhere
def network(request: HttpRequest) -> HttpResponse:
    return _framed(request, badge_contents.of_network())


@require_safe
@same_for_visitors
@shown_elsewhere
def network_image(_request: HttpRequest) -> HttpResponse:
    return _drawn(badge_contents.of_network())


@require_safe
@same_for_visitors
@shown_elsewhere
def member(request: HttpRequest, address: str) -> HttpResponse:
    """A member's; other ways to write their address lead to it."""
    found = _find_member(address)
    if found.address != address:
        return _redirect("member_badge", found, asked=address)
    return _framed(request, badge_contents.of_member(found))


@require_safe
@same_for_visitors
@shown_elsewhere
def member_image(_request: HttpRequest, address: str) -> HttpResponse:
    found = _find_member(address)
    if found.address != address:
        return _redirect("member_badge_image", found, asked=address)
    return _drawn(badge_contents.of_member(found))


@require_safe
@same_for_visitors
@shown_elsewhere
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """What forum.views.oembed lets other sites show of one."""
    found = finding.find(slug, VISITOR)
    if found is None or found.is_withdrawn:
        raise Http404
    return _framed(request, badge_contents.of_discussion(found))


def _redirect(view: str, found: Member, *, asked: str) -> HttpResponse:
    return redirect(f"forum:{view}", found.address, permanent=not found.is_former(asked))


def _find_member(address: str) -> Member:
    """Raises Http404 for who has left, waits, or is kept out."""
    found: Member = get_object_or_404(Member.objects.present().at_address(address)[:1])
    return found


def _offers(viewer: Viewer) -> list[Offer]:
    offers = [_offer("The site’s badge", "network_badge", "/")]
    if viewer.is_authenticated:
        own = viewer.get_absolute_url()
        offers.append(_offer("Your own badge", "member_badge", own, viewer.address))
    return offers


def _offer(name: str, view: str, page: str, *place: str) -> Offer:
    frame, image = (reverse(f"forum:{each}", args=place) for each in (view, f"{view}_image"))
    return Offer(name, frame, image, page)


def _framed(request: HttpRequest, badge: Badge) -> HttpResponse:
    return render(request, "forum/badge.html", {"badge": badge})


def _drawn(badge: Badge) -> HttpResponse:
    return HttpResponse(badge_drawing.draw(badge), content_type="image/svg+xml; charset=utf-8")
