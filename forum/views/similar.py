"""Discussions like the one that somebody is about to start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum import searching
from forum.errors import SearchTookTooLong
from forum.models import Discussion
from forum.views import refusing
from members.errors import RateLimited
from members.limits import Action

FRAGMENT = "forum/_similar.html"


@require_safe
def fragment(request: HttpRequest) -> HttpResponse:
    """The piece of a page that a behaviour puts beneath the title; empty where there is none."""
    try:
        found = _asked(request, request.GET.get("title", ""))
    except RateLimited as refusal:
        response = HttpResponse(status=429)
        response.headers["Retry-After"] = str(refusal.retry_after)
        return response
    return render(request, FRAGMENT, {"similar": found})


def beside(request: HttpRequest) -> list[Discussion]:
    """What a form that comes back shows; it is only a hint, and so nothing where it is refused."""
    try:
        return _asked(request, request.POST.get("title", ""))
    except RateLimited:
        return []


def _asked(request: HttpRequest, title: str) -> list[Discussion]:
    """Raises RateLimited."""
    if not title.strip():
        return []
    refusing.spend(request, Action.SIMILAR)
    try:
        return searching.similar(title, viewer=request.user)
    except SearchTookTooLong:
        return []
