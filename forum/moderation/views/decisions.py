"""Decisions about me: in one's settings, and by a signed link while one cannot sign in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forum.moderation import appealing, links
from forum.moderation.appeal_form import AppealForm
from forum.moderation.errors import ModerationError
from forum.moderation.models import Decision, Proposal
from forum.moderation.views.private import by_key
from harringay import pagination
from members.http import MemberRequest
from members.models import Member


@require_safe
@login_required
def index(request: MemberRequest) -> HttpResponse:
    path = links.decisions_path(request.user)
    return _show_list(request, request.user, path, "moderation/my_decisions.html")


@by_key
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever holds the link, suspended or not. Reads no session."""
    return _show_list(request, _whose(token), request.path, "moderation/decisions.html")


@by_key
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One decision with its statement, and the form to appeal against it."""
    decision = get_object_or_404(Decision.objects.about(_whose(token)), pk=pk)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        try:
            appealing.appeal_as_author(decision, **form.cleaned_data)
        except ModerationError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request.path)
    standing = appealing.standing_of_author(decision)
    context = {"decision": decision, "token": token, "form": form, "standing": standing}
    status = 422 if form.is_bound else 200
    return render(request, "moderation/decision.html", context, status=status)


def _show_list(request: HttpRequest, member: Member, path: str, template: str) -> HttpResponse:
    rows = Decision.objects.about(member).for_listing()
    page = pagination.page_of(rows, pagination.page_number(request.GET.get("page")))
    asked = [
        (proposal, links.proposal_path(proposal)) for proposal in Proposal.objects.open_to(member)
    ]
    context = {"page": page, "path": path, "member": member, "asked": asked}
    return render(request, template, context)


def _whose(token: str) -> Member:
    key = links.member_of(token)
    if key is None:
        raise Http404
    return get_object_or_404(Member, pk=key)
