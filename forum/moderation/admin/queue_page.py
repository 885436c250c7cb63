"""The queue's page: a case in full with what can be done about it, and what else waits."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from forum.moderation import dossiers, foretelling, permissions, proposing, queueing, triaging
from forum.moderation.dossiers import Dossier
from forum.moderation.forms import (
    DecisionForm,
    JoinForm,
    NoteForm,
    ProposalForm,
    ReasonForm,
    ReferenceForm,
)
from forum.moderation.models import Action, Body, Case, Decision
from forum.moderation.noticing import Details
from harringay.pagination import Page, page_of
from members.models import Member

ROWS = 25
MOST_DIGITS = 18  # a number that the database can hold


class Row(NamedTuple):
    """A case in the list of those that wait."""

    case: Case
    excerpt: str
    time_left: str
    is_overdue: bool

    @classmethod
    def of(cls, case: Case, now: datetime) -> Self:
        return cls(
            case, dossiers.excerpt(case), dossiers.time_left(case, now=now), case.is_overdue(now)
        )


class Done(NamedTuple):
    """What was decided last."""

    key: int
    words: str


def answer(
    request: HttpRequest,
    found: Case | None,
    *,
    page: "Page[Case] | None" = None,
    forms: "Mapping[str, Form]" = MappingProxyType({}),
    known: AbstractSet[int] = frozenset(),
    authors: Sequence[Details] = (),
    is_opened: bool = False,
    status: int = 200,
) -> HttpResponse:
    """A case in full with what can be done about it, and the list of those that wait."""
    now, cases = timezone.now(), queueing.cases_of(request.user)
    if page is None:
        page = page_of(queueing.in_order(cases, now=now), 1, size=ROWS)
    context = {
        **admin.site.each_context(request),
        "title": str(found) if found else "The queue",
        "waiting": queueing.count(cases, now=now),
        "held": queueing.held(),
        "page": page,
        "rows": [Row.of(each, now) for each in page.items],
        "done": _done(request),
        "authors": authors,
    }
    if found:
        context |= _about(request, found, forms, is_opened=is_opened, known=known)
    return TemplateResponse(request, "admin/moderation/queue.html", context, status=status)


def _about(
    request: HttpRequest,
    found: Case,
    forms: "Mapping[str, Form]",
    *,
    is_opened: bool,
    known: AbstractSet[int],
) -> dict[str, Any]:
    seen = _seen(request, found)
    dossier = dossiers.read(seen, by=member_of(request), is_opened=is_opened)
    actions = [step.action for step in dossier.steps]
    decision_form = DecisionForm(case=seen, actions=actions)
    unbound = {
        "decision": decision_form,
        "proposal": ProposalForm(case=seen, choices=decision_form.grounds),
        "note": NoteForm(),
        "join": JoinForm(initial={"version": seen.version}),
        "hold": ReasonForm(),
        "unveil": ReasonForm(),
        "poster": ReasonForm(),
        "reference": ReferenceForm(initial=_reference(dossier)),
    }
    return {
        "case": seen,
        "can_propose": proposing.is_possible(seen),
        "dossier": dossier,
        "known": known,
        "forms": unbound | dict(forms),
        "time_left": dossiers.time_left(seen, now=timezone.now()),
        "is_conflicted": permissions.is_party(request.user, seen),
    }


def _reference(dossier: Dossier) -> dict[str, str]:
    """What has been entered of the NCA's answer."""
    told = {check.to: check.referral for check in dossier.checklist}.get(Body.NCA)
    return {"reference": told.reference, "why_none": told.why_no_reference} if told else {}


def _seen(request: HttpRequest, found: Case) -> Case:
    """The case, and that somebody has seen it now; which is all that looking changes."""
    if found.first_seen_at is None and found.is_open:
        triaging.look(found, by=member_of(request))
        return case_or_404(request, found.pk)
    return found


def _done(request: HttpRequest) -> "Done | None":
    """What whoever asks has just decided, and may undo."""
    key = request.GET.get("done", "")
    if not (key.isascii() and key.isdigit() and len(key) < MOST_DIGITS):
        return None
    made = Decision.objects.in_force().filter(pk=key, made_by=request.user.pk).first()
    return Done(made.pk, _words_of(made)) if made else None


def _words_of(made: Decision) -> str:
    """Which case that was: another is shown by now."""
    done = foretelling.DONE[Action(made.action)]
    return f"Case {made.case_id}: {done[0].lower()}{done[1:]}" if made.case_id else done


def case_or_404(request: HttpRequest, key: int) -> Case:
    """Raises Http404, also for a case that others must decide (safety L-17, S-30)."""
    found: Case = get_object_or_404(queueing.cases_of(request.user).with_subject(), pk=key)
    return found


def member_of(request: HttpRequest) -> Member:
    """Whoever asks: the admin lets nobody else in."""
    member = request.user
    if not isinstance(member, Member):
        raise PermissionDenied
    return member
