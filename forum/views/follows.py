"""Following a discussion, a category, a tag or everything new; stopping; muting a discussion.

A button posts. A link, which is all that a mail or a visitor's page can hold, leads to a page that
asks first: some mail scanners open every link.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from forum import following, naming
from forum.following import Subject
from forum.models import Category, Discussion, Tag
from members.http import MemberRequest


class Act(NamedTuple):
    """A verb, the words on its button, and of {what}: what is asked, and said once it is done."""

    verb: Callable[..., None]
    button: str
    done: str
    asked: str = ""

    def question(self, what: str) -> str:
        return (self.asked or f"{self.button} {{what}}").format(what=what)


ACTS = {
    "follow": Act(following.follow, "Follow", "You now follow {what}."),
    "unfollow": Act(
        following.stop_following, "Stop following", "You have stopped following {what}."
    ),
    "mute": Act(following.mute, "Mute", "You will hear nothing more of {what}."),
    "unmute": Act(
        following.unmute,
        "End the mute",
        "You have ended the mute of {what}.",
        "End the mute of {what}",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discussion(request: MemberRequest, slug: str, act: str) -> HttpResponse:
    visible = Discussion.objects.visible_to(request.user)
    found = get_object_or_404(visible, naming.at_slug(slug))
    return _act(request, act, found, what=f"“{found.title}”", back=found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def category(request: MemberRequest, slug: str, act: str) -> HttpResponse:
    found = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    return _act(request, act, found, what=found.name, back=found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tag(request: MemberRequest, slug: str, act: str) -> HttpResponse:
    found = get_object_or_404(Tag.objects.visible_to(request.user), slug=slug)
    return _act(request, act, found, what=f"the tag {found.name}", back=found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def everything(request: MemberRequest, act: str) -> HttpResponse:
    return _act(request, act, None, what="every new discussion", back=reverse("forum:discussions"))


def _act(
    request: MemberRequest, name: str, subject: Subject, *, what: str, back: str
) -> HttpResponse:
    act = ACTS[name]
    if request.method != "POST":
        context = {"act": act, "question": act.question(what), "back": back}
        return render(request, "forum/follow.html", context)
    act.verb(subject, member=request.user)
    messages.success(request, act.done.format(what=what))
    return redirect(back)
