"""A kind word beside the form of a reply (forum.advising)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum import advising, naming
from forum.models import Discussion

FRAGMENT = "forum/_kind_word.html"


@require_safe
def fragment(request: HttpRequest, slug: str) -> HttpResponse:
    """The piece of a page that a behaviour puts above the buttons; empty where there is none."""
    discussions = Discussion.objects.visible_to(request.user)
    discussion = get_object_or_404(discussions, naming.at_slug(slug))
    return render(request, FRAGMENT, {"kind_word": beside(request, discussion)})


def beside(request: HttpRequest, discussion: Discussion) -> str:
    """What a page of the form itself says; nothing to a visitor, whom nobody knows."""
    if not request.user.is_authenticated:
        return ""
    return advising.word_for(request.user, discussion)
