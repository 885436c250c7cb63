"""What one member has written; and what they follow, where they show it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum.models import Discussion, DiscussionQuerySet, Follow, Reply, ReplyQuerySet
from forum.views import discussion_rows
from harringay import pagination
from members.models import Member, MemberQuerySet, Viewer
from members.permissions import can_see_activity


@require_safe
def discussions(request: HttpRequest, address: str) -> HttpResponse:
    member = get_object_or_404(_at(address))
    started = _started(member, request.user).newest_first()
    rows = discussion_rows.columns(started.with_unread_for(request.user))
    page = pagination.page_of(rows, pagination.page_number(request.GET.get("page")))
    return _show(request, member, page, kind="discussions", rows=discussion_rows.show(page.items))


@require_safe
def replies(request: HttpRequest, address: str) -> HttpResponse:
    member = get_object_or_404(_at(address))
    written = _replied(member, request.user).newest_first()
    page = pagination.page_of(
        written.for_listing(), pagination.page_number(request.GET.get("page"))
    )
    return _show(request, member, page, kind="replies")


@require_safe
def follows(request: HttpRequest, address: str) -> HttpResponse:
    """What a member follows, of what everybody may read; of those alone who wish it to be seen."""
    member = get_object_or_404(_at(address), left_at=None)
    if not member.wants_follows_shown:
        raise Http404
    followed = Follow.objects.of_member(member).shown_to_all().for_listing().newest_first()
    page = pagination.page_of(followed, pagination.page_number(request.GET.get("page")))
    return render(request, "forum/followed.html", {"member": member, "page": page})


def _started(member: Member, viewer: Viewer) -> DiscussionQuerySet:
    started = Discussion.objects.visible_to(viewer).started_by(member)
    return started if can_see_activity(viewer, member) else started.none()


def _replied(member: Member, viewer: Viewer) -> ReplyQuerySet:
    written = Reply.objects.visible_to(viewer).written_by(member)
    return written if can_see_activity(viewer, member) else written.none()


def _at(address: str) -> MemberQuerySet:
    """Who is there; also by a name on the old site, or by an address that they once had."""
    writers = Member.objects.found_by_address().filter(is_active=True)
    found: MemberQuerySet = Member.objects.filter(pk__in=writers.at_address(address)[:1])
    return found


def _show(
    request: HttpRequest,
    member: Member,
    page: pagination.Page[Any],
    *,
    kind: str,
    rows: str = "",
) -> HttpResponse:
    context = {
        "member": member,
        "page": page,
        "kind": kind,
        "rows": rows,
        "is_shown": can_see_activity(request.user, member),
    }
    return render(request, "forum/contributions.html", context)
