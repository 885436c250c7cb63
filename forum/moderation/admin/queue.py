"""The queue: the most urgent case in full, what can be done about it, and what else waits.

One page, at /queue/ beneath the admin's own address. It works without JavaScript: each button sends
a form, and after a decision the next case is shown.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from forum.errors import ForumError
from forum.moderation import (
    acting,
    deciding,
    grounds,
    noticing,
    permissions,
    proposing,
    queueing,
    triaging,
)
from forum.moderation.admin.queue_page import ROWS, answer, case_or_404, member_of
from forum.moderation.errors import CannotBeDone
from forum.moderation.forms import (
    DecisionForm,
    JoinForm,
    NoteForm,
    ProposalForm,
    ReasonForm,
    TurnForm,
)
from forum.moderation.models import WAITING, Action, Case, Decision
from harringay.pagination import page_number, page_of
from members.errors import MembersError
from members.http import check_it_is_you

REFUSALS = (ForumError, MembersError)
CONFLICT = 409
UNPROCESSABLE = 422
# Whoever sits down at a moderator's machine cannot do these (safety S-23).
ASKED_AGAIN = {Action.SUSPEND, Action.BAN}

TURNS: Final[dict[str, Callable[..., Case]]] = {
    "claim": triaging.claim,
    "release": triaging.release,
    **{state: partial(triaging.put_off, state=state) for state in WAITING},
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The first case, and the list; `?done=` says what was decided last, and offers to undo it."""
    waiting = queueing.in_order(queueing.cases_of(request.user), now=timezone.now())
    page = page_of(waiting, page_number(request.GET.get("page")), size=ROWS)
    first = page.items[0] if page.items else None
    return answer(request, first, page=page)


@require_safe
def case(request: HttpRequest, key: int) -> HttpResponse:
    return answer(request, case_or_404(request, key))


@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Decide, and go on to the next case."""
    found = case_or_404(request, key)
    form = DecisionForm(request.POST, case=found, actions=acting.possible(found))
    if not form.is_valid():
        return answer(request, found, forms={"decision": form}, status=UNPROCESSABLE)
    told = form.cleaned_data
    if told["action"] in ASKED_AGAIN:
        check_it_is_you(request)
    try:
        decision = deciding.decide(
            found,
            action=told["action"],
            by=member_of(request),
            version=told["version"],
            ground=form.rests_on,
            note=told["note"],
            reasons=told["reasons"],
            until=form.until,
            to=told.get("to"),
            is_bulk_spam=form.is_bulk_spam,
        )
    except REFUSALS as refusal:
        return refused(request, found, refusal, form)
    return redirect(f"{reverse('admin:queue')}?done={decision.pk}")


@require_POST
def propose(request: HttpRequest, key: int) -> HttpResponse:
    """Ask the author to agree to a note above it, or to other words."""
    found = case_or_404(request, key)
    form = ProposalForm(request.POST, case=found, choices=grounds.choices())
    if not form.is_valid():
        return answer(request, found, forms={"proposal": form}, status=UNPROCESSABLE)
    try:
        proposing.propose(found, by=member_of(request), **form.proposed)
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return answer(request, case_or_404(request, key), forms={"proposal": form}, status=CONFLICT)
    messages.success(request, "The author has been asked. Nothing changes until they agree.")
    return redirect("admin:queue_case", key)


@require_POST
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Undo a decision, and show its case again."""
    decision = get_object_or_404(Decision, pk=key, case__in=queueing.cases_of(request.user))
    if decision.action in ASKED_AGAIN:
        check_it_is_you(request)
    try:
        reopened = deciding.undo(decision, by=member_of(request))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:queue_case", decision.case_id)
    messages.success(request, "Undone. Everything is as it was before, and the case is open again.")
    return redirect("admin:queue_case", reopened.pk)


@require_POST
def turn(request: HttpRequest, key: int) -> HttpResponse:
    """Claim a case, leave it to others, or let it wait."""
    found, form = case_or_404(request, key), TurnForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    way, version = form.cleaned_data["way"], form.cleaned_data["version"]
    try:
        TURNS[way](found, by=member_of(request), version=version)
    except REFUSALS as refusal:
        return refused(request, found, refusal)
    return redirect("admin:queue_case", key)


@require_POST
def note(request: HttpRequest, key: int) -> HttpResponse:
    found, form = case_or_404(request, key), NoteForm(request.POST)
    if not form.is_valid():
        return answer(request, found, forms={"note": form}, status=UNPROCESSABLE)
    triaging.note(found, form.cleaned_data["text"], by=member_of(request))
    return redirect("admin:queue_case", key)


@require_POST
def join(request: HttpRequest, key: int) -> HttpResponse:
    """Make the case part of another, and go there."""
    found, form = case_or_404(request, key), JoinForm(request.POST)
    if not form.is_valid():
        return answer(request, found, forms={"join": form}, status=UNPROCESSABLE)
    other = queueing.cases_of(request.user).filter(pk=form.cleaned_data["to"]).first()
    try:
        if other is None:
            raise CannotBeDone("There is no case of that number.")
        triaging.join(found, to=other, by=member_of(request), version=form.cleaned_data["version"])
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return answer(request, case_or_404(request, key), forms={"join": form}, status=CONFLICT)
    return redirect("admin:queue_case", other.pk)


@require_POST
def hold(request: HttpRequest, key: int) -> HttpResponse:
    """Set a legal hold; or, for the owner, end it."""
    found, form = case_or_404(request, key), ReasonForm(request.POST)
    if not form.is_valid():
        return answer(request, found, forms={"hold": form}, status=UNPROCESSABLE)
    verb = triaging.end_hold if found.held_at else triaging.hold
    try:
        verb(found, by=member_of(request), reason=form.cleaned_data["reason"])
    except REFUSALS as refusal:
        return refused(request, found, refusal)
    return redirect("admin:queue_case", key)


@require_POST
def reporters(request: HttpRequest, key: int) -> HttpResponse:
    """Show who reported, once, to whoever may know; that they looked is written down (L-45)."""
    found = case_or_404(request, key)
    may_know = {
        report.pk
        for report in found.reports.all()
        if permissions.can_see_reporter(request.user, report)
    }
    triaging.note_reading(found, "reporters", by=member_of(request), reason="")
    return answer(request, found, known=may_know)


@require_POST
def unveil(request: HttpRequest, key: int) -> HttpResponse:
    """Show what is never shown by itself, once, for a reason that is written down (safety L-40)."""
    found, form = case_or_404(request, key), ReasonForm(request.POST)
    if not form.is_valid():
        return answer(request, found, forms={"unveil": form}, status=UNPROCESSABLE)
    reason = form.cleaned_data["reason"]
    triaging.note_reading(found, "content", by=member_of(request), reason=reason)
    try:
        return answer(request, found, is_opened=True)
    except CannotBeDone as refusal:
        return refused(request, found, refusal)


@require_POST
def poster(request: HttpRequest, key: int) -> HttpResponse:
    """Show the owner, once, who wrote the words of a notice, as they say themselves (L-28)."""
    found, form = case_or_404(request, key), ReasonForm(request.POST)
    if not form.is_valid():
        return answer(request, found, forms={"poster": form}, status=UNPROCESSABLE)
    try:
        authors = noticing.authors_of(
            found, by=member_of(request), reason=form.cleaned_data["reason"]
        )
    except REFUSALS as refusal:
        return refused(request, found, refusal)
    return answer(request, found, authors=authors)


def refused(
    request: HttpRequest, found: Case, refusal: Exception, form: Form | None = None
) -> HttpResponse:
    """The case as it is now, with what was typed and why nothing was done."""
    messages.error(request, str(refusal))
    forms = {"decision": form} if form else {}
    return answer(request, case_or_404(request, found.pk), forms=forms, status=CONFLICT)
