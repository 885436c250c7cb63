"""What a member wishes to hear: in general, and of each thing that they follow."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forum import following as verbs
from forum.models import Follow, Level
from harringay import pagination
from members.http import MemberRequest
from notifications import preferring
from notifications.forms import FollowForm, PreferenceForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    form = PreferenceForm(request.POST or None, member=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "notifications/preferences.html", {"form": form}, status=status)
    preferring.choose(member=request.user, **form.cleaned_data)
    messages.success(request, "Your choices have been saved.")
    return redirect("notifications:preferences")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def following(request: MemberRequest) -> HttpResponse:
    """All that a member follows or has muted; each can be changed where it stands."""
    if request.method == "POST":
        messages.success(request, _change(request, request.POST))
        return redirect(request.get_full_path())
    kept = Follow.objects.of_member(request.user).shown_to_them()
    rows = kept.for_listing().newest_first()
    page = pagination.page_of(rows, pagination.page_number(request.GET.get("page")))
    context: dict[str, Any] = {"page": page, "levels": [FollowForm.AS_EVER, *Level.choices]}
    return render(request, "notifications/following.html", context)


def _change(request: MemberRequest, said: QueryDict) -> str:
    """What was done, in words. Raises Http404 for what is nobody's, or another's."""
    form = FollowForm(said)
    key = form.cleaned_data["follow"] if form.is_valid() else None
    row = get_object_or_404(Follow.objects.of_member(request.user).for_listing(), pk=key)
    if "stop" in said:
        verbs.stop_following(row.subject, member=request.user)
        return "You have stopped following it."
    if "unmute" in said and row.discussion:
        verbs.unmute(row.discussion, member=request.user)
        return "You have ended the mute."
    verbs.choose_level(row, level=form.cleaned_data["level"])
    return "Your choice has been saved."
