"""What is new for a member: all of it, and the first of it in one discussion."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forum import marking, reading
from forum.forms import AllReadForm
from forum.models import Discussion
from forum.views import discussion_rows
from forum.views.replies import place_of
from harringay import pagination
from members.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """Every discussion with something this member has not read; POST: now they have."""
    if request.method == "POST":
        return _mark_all_read(request)
    form = AllReadForm(initial={"read_at": timezone.now().isoformat()})
    unread = Discussion.objects.visible_to(request.user).unread_by(request.user)
    rows = discussion_rows.columns(unread.latest_first())
    page = pagination.page_of(rows, pagination.page_number(request.GET.get("page")))
    context = {"page": page, "rows": discussion_rows.show(page.items), "form": form}
    return render(request, "forum/unread.html", context)


@require_safe
@login_required
def first(request: MemberRequest, slug: str) -> HttpResponse:
    """To the first reply that this member has not read, or to the discussion where all is read."""
    order = reading.TIME if request.GET.get("order") == reading.TIME else reading.TREE
    discussions = Discussion.objects.visible_to(request.user).with_unread_for(request.user)
    discussion = get_object_or_404(discussions, slug=slug)
    reply = marking.first_unread(discussion, member=request.user)
    return redirect(place_of(reply, order=order) if reply else discussion)


def _mark_all_read(request: MemberRequest) -> HttpResponse:
    form = AllReadForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    marking.mark_all_read(request.user, read_at=form.cleaned_data["read_at"])
    messages.success(request, "Everything is marked as read.")
    return redirect("forum:unread")
