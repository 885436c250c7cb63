"""Muting a member, ending it, and whom one has muted.

A button posts. Who follows its address, as after signing in anew, is asked first.
"""

from collections.abc import Callable
from typing import NamedTuple

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from harringay import pagination
from members import muting
from members.errors import MembersError
from members.http import MemberRequest
from members.models import Member, Mute


class Act(NamedTuple):
    """A verb, the word on its button; and of {who}: what is asked, what it will do and has done."""

    verb: Callable[..., None]
    button: str
    asked: str
    will: str
    done: str


ACTS = {
    "mute": Act(
        muting.mute,
        "Mute",
        "Mute {who}",
        "What {who} writes will be folded away for you, and you will be told nothing of it."
        " They will not know. You can end it at any time.",
        "You have muted {who}. What they write is folded away, and they do not know."
        " Your settings say whom you have muted.",
    ),
    "unmute": Act(
        muting.unmute,
        "End the mute",
        "End the mute of {who}",
        "You will see and hear of what {who} writes again.",
        "You have ended the mute of {who}.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def act(request: MemberRequest, address: str, act: str) -> HttpResponse:
    other = Member.objects.with_profile().at_address(address).first()
    if other is None:
        raise Http404
    asked, who = ACTS[act], other.shown_name
    back = get_next_redirect_url(request) or other.get_absolute_url()
    if request.method != "POST":
        words = {"question": asked.asked.format(who=who), "will": asked.will.format(who=who)}
        return render(request, "members/mute.html", {"act": asked, "back": back, **words})
    try:
        asked.verb(other, by=request.user)
    except MembersError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, asked.done.format(who=who))
    return redirect(back)


@require_safe
@login_required
def index(request: MemberRequest) -> HttpResponse:
    rows = Mute.objects.of_member(request.user).for_listing()
    page = pagination.page_of(rows, pagination.page_number(request.GET.get("page")))
    return render(request, "members/muted.html", {"page": page})
