"""A case of child abuse: out of reach at once, the checklist, the NCA's reference (L-40)."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forum.moderation import referring, triaging
from forum.moderation.admin.queue import REFUSALS, UNPROCESSABLE, refused
from forum.moderation.admin.queue_page import answer, case_or_404, member_of
from forum.moderation.forms import ReferenceForm, TickForm, VersionForm


@require_POST
def seclude(request: HttpRequest, key: int) -> HttpResponse:
    """Hide it now and take it out of everybody's reach, before anything is decided."""
    found, form = case_or_404(request, key), VersionForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    try:
        triaging.seclude(found, by=member_of(request), version=form.cleaned_data["version"])
    except REFUSALS as refusal:
        return refused(request, found, refusal)
    return redirect("admin:queue_case", key)


@require_POST
def tick(request: HttpRequest, key: int) -> HttpResponse:
    """Note that somebody has been told, or take that back."""
    found, form = case_or_404(request, key), TickForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    verb = referring.tick if form.cleaned_data["is_told"] else referring.untick
    try:
        verb(found, form.cleaned_data["to"], by=member_of(request))
    except REFUSALS as refusal:
        return refused(request, found, refusal)
    return redirect("admin:queue_case", key)


@require_POST
def reference(request: HttpRequest, key: int) -> HttpResponse:
    found, form = case_or_404(request, key), ReferenceForm(request.POST)
    if not form.is_valid():
        return answer(request, found, forms={"reference": form}, status=UNPROCESSABLE)
    referring.enter_reference(found, by=member_of(request), **form.cleaned_data)
    return redirect("admin:queue_case", key)
