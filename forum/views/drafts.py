"""What somebody has typed waits for them: a visitor's words until they have signed in, a member's
until they are posted.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from forum import drafting, naming
from forum.drafting import Place
from forum.forms import WritingForm
from forum.models import Discussion, Reply
from forum.views import refusing
from harringay.fields import key_in
from members.limits import Action

View = Callable[..., HttpResponse]

SITTING = "sitting"
KEPT = (*drafting.KEPT, "submission")
THROWN_AWAY = "What you had begun was thrown away."
KEPT_FOR_LATER = (
    "What you wrote is kept. You find it in the form when you come back, or under Your drafts in "
    "the settings."
)


@require_POST
def of_new(request: HttpRequest) -> HttpResponse:
    """Keep what is being written of a new discussion."""
    return _keep(request, drafting.NEW_DISCUSSION, back_to=reverse("forum:discussions"))


@require_POST
def of_reply(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what is being written in a discussion, to it or to the `parent` in it."""
    discussions = Discussion.objects.visible_to(request.user)
    discussion = get_object_or_404(discussions, naming.at_slug(slug))
    parent = None
    if sent := request.POST.get("parent", ""):
        replies = Reply.objects.in_discussion(discussion).visible_to(request.user)
        parent = get_object_or_404(replies, pk=key_in(sent))
    place = Place(discussion, parent)
    return _keep(request, place, back_to=discussion.get_absolute_url())


def _keep(request: HttpRequest, place: Place, *, back_to: str) -> HttpResponse:
    """Without a word to a behaviour; whoever has pressed a button is led on."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    if "throw_away" in request.POST:
        drafting.end(request.user, place, sitting=request.POST.get(SITTING, ""))
        messages.success(request, THROWN_AWAY)
        return redirect(back_to)
    refusing.spend(request, Action.DRAFT)
    sitting = request.POST.get(SITTING, "")
    drafting.keep(request.user, place, request.POST.dict(), sitting=sitting)
    if "keep" not in request.POST:
        return HttpResponse(status=204)
    messages.success(request, KEPT_FOR_LATER)
    return redirect(back_to)


def sign_in_first(request: HttpRequest, *, back_to: str) -> HttpResponse:
    """Keep what was typed, and lead through the door and back to the form."""
    # Forms ask first whether the body can be kept; without an end here, strangers could fill our
    # database.
    most = drafting.MOST_CHARACTERS
    typed = {name: request.POST[name][:most] for name in KEPT if name in request.POST}
    request.session["draft"] = {"path": back_to, "typed": typed}
    messages.info(request, "Please sign in or join first. What you wrote is kept.")
    return redirect_to_login(back_to)


def members_only(view: View) -> View:
    """As login_required; but what was typed before the session ended waits for its author."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return sign_in_first(request, back_to=request.path)
        return redirect_to_login(request.get_full_path())

    return answer


def waiting(request: HttpRequest, place: Place | None = None) -> dict[str, str]:
    """What was typed into the form at this address before signing in; else what this member had
    begun in this place; empty where nothing was.

    It stays until the form has been posted: a reload must not lose it.
    """
    draft = request.session.get("draft") or {}
    if draft.get("path") == request.path:
        typed: dict[str, str] = draft.get("typed", {})
        return typed
    return begun(request, place) if place else {}


def begun(request: HttpRequest, place: Place) -> dict[str, str]:
    """What this member had begun in this place; empty for whoever is not signed in."""
    if not request.user.is_authenticated:
        return {}
    draft = drafting.find(request.user, place)
    return dict(draft.typed) if draft else {}


def keep_shown(request: HttpRequest, place: Place, form: WritingForm) -> None:
    """Keep what a form holds that comes back without having been posted."""
    if request.user.is_authenticated and form.is_bound:
        drafting.keep(request.user, place, {name: form.data[name] for name in form.data})


def forget(request: HttpRequest, place: Place | None = None, *, has_begun: bool = True) -> None:
    """It has been posted. Where they are known to have begun nothing, nothing is looked for, unless
    a behaviour may have kept something meanwhile.
    """
    request.session.pop("draft", None)
    sitting = request.POST.get(SITTING, "")
    if place and request.user.is_authenticated and (has_begun or sitting):
        drafting.end(request.user, place, sitting=sitting)
