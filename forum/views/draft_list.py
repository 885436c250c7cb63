"""What a member has begun to write and not posted: gone on with, or thrown away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from forum import drafting
from forum.models import Draft
from forum.views.drafts import THROWN_AWAY
from harringay import html, pagination
from harringay.fields import key_in
from members.http import MemberRequest

EXCERPT_LENGTH = 220


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        _throw_away(request)
        return redirect(request.get_full_path())
    drafts = Draft.objects.of_member(request.user).for_listing(request.user).newest_first()
    page = pagination.page_of(drafts, pagination.page_number(request.GET.get("page")))
    rows = [{"draft": draft, "words": _beginning(draft)} for draft in page.items]
    return render(request, "forum/draft_list.html", {"page": page, "rows": rows})


def _throw_away(request: MemberRequest) -> None:
    key = key_in(request.POST.get("draft", ""))
    if key is None or not drafting.throw_one_away(request.user, key):
        raise Http404
    messages.success(request, THROWN_AWAY)


def _beginning(draft: Draft) -> str:
    """Of what was typed, as plain text: it is shown escaped, and was never looked at."""
    if draft.is_html:
        return html.excerpt(draft.body, EXCERPT_LENGTH)
    return html.shorten(" ".join(draft.body.split()), EXCERPT_LENGTH)
