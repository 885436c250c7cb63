"""The inbox: what a member has been told, by discussion."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from harringay import pagination
from members.http import MemberRequest
from notifications import inbox


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """A page of it; POST: nothing in it is new any more."""
    if request.method == "POST":
        inbox.mark_all_read(request.user)
        messages.success(request, "All of it is marked as read.")
        return redirect("notifications:inbox")
    number = pagination.page_number(request.GET.get("page"))
    page = pagination.page_of(inbox.of_member(request.user), number)
    groups = inbox.grouped(page.items)
    # What is new may be on another page.
    has_new = inbox.unread_count(request.user) > 0
    context = {"page": page, "groups": groups, "has_new": has_new}
    return render(request, "notifications/inbox.html", context)
