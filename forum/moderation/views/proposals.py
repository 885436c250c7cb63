"""Agreeing to what a moderator would change, by whoever wrote it: the link is the key."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forum.errors import ForumError
from forum.moderation import links, proposing
from forum.moderation.models import Proposal
from forum.moderation.views.private import by_key

_ANSWERS = {"yes": True, "no": False}


@by_key
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The proposal with its two buttons; afterwards what was answered."""
    proposal = _proposal(token)
    if request.method != "POST":
        return _show(request, proposal)
    said = request.POST.get("agrees", "")
    if said not in _ANSWERS:
        raise BadRequest
    try:
        proposing.answer(proposal, agrees=_ANSWERS[said])
    except ForumError as refusal:
        return _show(request, _proposal(token), problem=str(refusal), status=409)
    return redirect(request.path)


def _show(
    request: HttpRequest, proposal: Proposal, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"proposal": proposal, "written": proposal.case.written, "problem": problem}
    return render(request, "moderation/proposal.html", context, status=status)


def _proposal(token: str) -> Proposal:
    key = links.proposal_of(token)
    if key is None:
        raise Http404
    proposals = Proposal.objects.select_related("case__reply__discussion", "case__discussion")
    return get_object_or_404(proposals, pk=key)
