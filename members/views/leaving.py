"""Asking to be forgotten, and the link in the mail by which to come back."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members import leaving
from members.errors import LinkNoLongerWorks, NotForYou
from members.forms import LeavingForm
from members.http import MemberRequest
from members.models import Choice

DONE = (
    "Your account is hidden, and you are signed out. Until {until} you can have it back: "
    "sign in again, or follow the link that we have mailed to you."
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required
def leave(request: MemberRequest) -> HttpResponse:
    form = LeavingForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "members/leave.html", {"form": form}, status=status)
    try:
        erasure = leaving.leave(request.user, choice=Choice(form.cleaned_data["choice"]))
    except NotForYou as refusal:
        form.add_error(None, str(refusal))
        return render(request, "members/leave.html", {"form": form}, status=422)
    logout(request)
    messages.success(request, DONE.format(until=f"{erasure.due_at:%d %B}"))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then do it: some mail scanners open every link, so that GET changes nothing."""
    try:
        member = leaving.read_undo_token(token)
        if request.method == "POST":
            leaving.come_back(member)
            messages.success(request, "Your account is back. Please sign in.")
            return redirect("account_login")
    except LinkNoLongerWorks as refusal:
        page = render(request, "members/leave_undo.html", {"refusal": refusal}, status=410)
    else:
        page = render(request, "members/leave_undo.html", {"member": member})
    # The address of the page is the secret: no link on it may pass it on (safety S-12).
    page["Referrer-Policy"] = "no-referrer"
    return page
