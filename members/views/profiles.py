"""One member: who they are, and how much they have written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from members.models import Member


@require_safe
def detail(request: HttpRequest, address: str) -> HttpResponse:
    """A profile; other ways to write its address, and old screen names, lead to it."""
    member = Member.objects.with_profile().at_address(address).first()
    if member is None:
        raise Http404
    if member.address != address:
        return redirect(member, permanent=True)
    return render(request, "members/profile.html", {"member": member})
