"""What one member has written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum.models import Discussion, Reply
from forum.views import discussion_rows
from harringay import pagination
from members.models import Member, MemberQuerySet


@require_safe
def discussions(request: HttpRequest, address: str) -> HttpResponse:
    member = get_object_or_404(_writers(), address__iexact=address)
    started = Discussion.objects.visible_to(request.user).started_by(member).newest_first()
    rows = discussion_rows.columns(started.with_unread_for(request.user))
    page = pagination.page_of(rows, pagination.page_number(request.GET.get("page")))
    return _show(request, member, page, kind="discussions", rows=discussion_rows.show(page.items))


@require_safe
def replies(request: HttpRequest, address: str) -> HttpResponse:
    member = get_object_or_404(_writers(), address__iexact=address)
    written = Reply.objects.visible_to(request.user).written_by(member).newest_first()
    page = pagination.page_of(
        written.for_listing(), pagination.page_number(request.GET.get("page"))
    )
    return _show(request, member, page, kind="replies")


def _writers() -> MemberQuerySet:
    writers: MemberQuerySet = Member.objects.found_by_address().filter(is_active=True)
    return writers


def _show(
    request: HttpRequest,
    member: Member,
    page: pagination.Page[Any],
    *,
    kind: str,
    rows: str = "",
) -> HttpResponse:
    context = {"member": member, "page": page, "kind": kind, "rows": rows}
    return render(request, "forum/contributions.html", context)
