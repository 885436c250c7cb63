"""What somebody who has just joined is shown: what there is, and what they may like to hear of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from forum import following
from members.http import MemberRequest
from notifications import preferring
from notifications.forms import WelcomeForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    form = WelcomeForm(request.POST or None, member=request.user)
    if not form.is_valid():
        context = {"form": form, "member": request.user}
        status = 422 if form.is_bound else 200
        return render(request, "notifications/welcome.html", context, status=status)
    chosen = form.cleaned_data["categories"]
    following.choose_categories(chosen, among=form.shown, member=request.user)
    preferring.choose_edition(member=request.user, rhythm=form.cleaned_data["edition"])
    messages.success(request, "Your choices have been saved. The settings have them, too.")
    return redirect("home")
