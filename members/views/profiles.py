"""One member: who they are, and how much they have written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from members import muting
from members.models import Member, Viewer
from members.permissions import can_moderate, can_see_activity


@require_safe
def detail(request: HttpRequest, address: str) -> HttpResponse:
    """A profile; other ways to write its address, old screen names and old addresses lead to it."""
    member = Member.objects.with_profile().at_address(address).first()
    if member is None:
        raise Http404
    if member.address != address:
        # What a browser keeps must not lead it in circles.
        return redirect(member, permanent=not member.is_former(address))
    context = {
        "member": member,
        "is_activity_shown": can_see_activity(request.user, member),
        "mute": _mute_act(request.user, member),
        # How somebody stands is between them and the moderators (safety L-33).
        "sanctions": member.sanctions if can_moderate(request.user) else [],
    }
    return render(request, "members/profile.html", context)


def _mute_act(viewer: Viewer, member: Member) -> str:
    """What a viewer may do about hearing from a member: nothing, mute them or end it."""
    if not viewer.is_authenticated or viewer == member:
        return ""
    if muting.has_muted(viewer, member):
        return "unmute"
    return "" if member.has_left else "mute"
