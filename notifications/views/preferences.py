"""What a member wishes to hear: in general, and of each thing that they follow."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from forum import following as verbs
from forum.models import Follow, Level
from harringay import pagination
from members.http import MemberRequest
from members.templatetags.browsers import browser_name
from notifications import browsers as verbs_of_browsers
from notifications import preferring, push_keys
from notifications.errors import CannotPush
from notifications.forms import EndBrowserForm, FollowForm, PreferenceForm
from notifications.models import Browser


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    form = PreferenceForm(request.POST or None, member=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, **_told_in(request)}
        return render(request, "notifications/preferences.html", context, status=status)
    preferring.choose(member=request.user, **form.cleaned_data)
    messages.success(request, "Your choices have been saved.")
    return redirect("notifications:preferences")


@require_POST
@login_required
def browsers(request: MemberRequest) -> HttpResponse:
    """Being told in this browser, or in one no longer."""
    try:
        messages.success(request, _change_browsers(request, request.POST))
    except CannotPush as refusal:
        messages.error(request, str(refusal))
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


def _told_in(request: MemberRequest) -> dict[str, Any]:
    """The browsers in which they are told, and whether they can be told in this one."""
    here = request.session.get(verbs_of_browsers.IN_SESSION)
    site_key = push_keys.public_key() if push_keys.is_on() else ""
    told = [
        {"browser": browser, "is_here": browser.pk == here, "is_old": browser.site_key != site_key}
        for browser in Browser.objects.of_member(request.user).order_by("pk")
    ]
    is_told_here = any(each["is_here"] for each in told)
    return {"browsers": told, "is_told_here": is_told_here, "site_key": site_key}


def _change_browsers(request: MemberRequest, said: QueryDict) -> str:
    """What was done, in words. Raises CannotPush; Http404 for what is nobody's, or another's."""
    if "end" in said:
        form = EndBrowserForm(said)
        if not (
            form.is_valid() and verbs_of_browsers.end(form.cleaned_data["end"], member=request.user)
        ):
            raise Http404
        return "You are told in that browser no longer."
    browser = verbs_of_browsers.ask(
        member=request.user,
        name=browser_name(request.headers.get("User-Agent", "")),
        **{name: said.get(name, "") for name in ("endpoint", "public_key", "secret")},
    )
    request.session[verbs_of_browsers.IN_SESSION] = browser.pk
    return "You are told in this browser from now on, until you end it or sign out."


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
