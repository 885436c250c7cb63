"""Report an Issue: choosing what is wrong, saying it, and seeing what became of it."""

from collections.abc import Collection
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.moderation import appealing, links, reporting, statements, targets
from forum.moderation.kinds import GROUPS, HANDLING, Kind
from forum.moderation.models import Report, State
from forum.moderation.report_forms import NoticeForm, ReportForm
from forum.moderation.views import sending
from forum.views import refusing
from harringay import tokens
from harringay.typed import what_was_typed

GET_AND_POST = ["GET", "HEAD", "POST"]
# The buttons that lead from the form back to the kinds, and from there to the form again.
AGAIN, CHOSEN = "choose_again", "chosen"
# How far it has got, to whoever reported it, where the moderators' own word would not do.
_NOW: Final = {
    State.WAITING_AUTHOR: "Being looked into",
    State.WAITING_REPORTER: "Being looked into",
    State.NOTIFIED: "Decided",
    State.CLOSED: "Decided",
    State.WITHDRAWN: "Taken back",
}


@require_http_methods(GET_AND_POST)
def create(request: HttpRequest) -> HttpResponse:
    """What kind it is, and then the form for that kind; `at` is what it is about."""
    kind = _kind(request)
    about = targets.path_of(request.GET.get("at", ""))
    if kind is None or AGAIN in request.POST:
        return _show_kinds(request, about)
    form = _form(request, kind, about)
    show = partial(_show_form, request, form, about)
    if not form.is_valid():
        return show(status=422 if form.is_bound else 200)
    try:
        received = reporting.receive(
            form.statement, at=form.cleaned_data["at"], **sending.how(request, form)
        )
    except refusing.REFUSALS as refusal:
        return refusing.refuse(form, refusal, show)
    return redirect(received[0].status_path)


@require_http_methods(GET_AND_POST)
@never_cache
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report; with its token, or for the member who sent it."""
    reports = Report.objects.select_related("case__discussion", "case__reply")
    report = get_object_or_404(reports, reference=reference)
    if not _is_theirs(request, report):
        raise Http404
    if request.method == "POST":
        reporting.withdraw(report)
        messages.success(request, "You have taken your report back.")
        return redirect(report.status_path)
    decision = appealing.decision_about(report)
    context = {
        "report": report,
        "case": report.case,
        "now": _NOW.get(State(report.case.state), report.case.get_state_display().capitalize()),
        "address": sending.shown_address(report.address),
        "is_there": targets.find(report.address).is_seen_by(request.user),
        "handling": HANDLING[Kind(report.kind)],
        "others": report.sent_together(),
        "decision": decision,
        "outcome": statements.outcome_of(decision) if decision else {},
        "appeal_path": links.appeal_path(report) if decision else "",
    }
    response = render(request, "moderation/status.html", context)
    # The address is a key: it goes nowhere with a link, and into no search engine.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _is_theirs(request: HttpRequest, report: Report) -> bool:
    if request.user.is_authenticated and report.reporter_id == request.user.pk:
        return True
    return tokens.is_token(request.GET.get("token", ""), report.token_hash)


def _kind(request: HttpRequest) -> Kind | None:
    asked = request.GET.get("kind", "")
    return Kind(asked) if asked in Kind else None


def _form(request: HttpRequest, kind: Kind, about: str) -> ReportForm:
    asked: dict[str, Any] = {"kind": kind, "viewer": request.user}
    if CHOSEN in request.POST:
        return ReportForm.going_on(request.POST, **asked)
    if request.method == "POST":
        return ReportForm(request.POST, **asked)
    return ReportForm(initial={"at": sending.shown_address(about)}, **asked)


def _show_kinds(request: HttpRequest, about: str) -> HttpResponse:
    """What there is to choose from; after a form, what was typed in it goes along."""
    context = {
        **_about(request, about),
        "groups": [
            (group.heading, [(kind, HANDLING[kind]) for kind in group.kinds]) for group in GROUPS
        ],
        "typed": _typed(request, besides=()),
        "is_refused": request.method == "POST" and not _has_come_back(request),
    }
    return render(request, "moderation/kinds.html", context)


def _show_form(request: HttpRequest, form: ReportForm, about: str, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        **_about(request, about),
        "typed": _typed(request, besides=form.fields),
        "kind": form.kind,
        "handling": HANDLING[form.kind],
        "is_danger": form.kind == Kind.DANGER,
        "is_defamation": form.kind == Kind.DEFAMATION,
        "is_child": form.kind == Kind.CHILD,
    }
    return render(request, "moderation/report.html", context, status=status)


def _has_come_back(request: HttpRequest) -> bool:
    return AGAIN in request.POST or sending.FROM_NOTICE in request.POST


def _typed(request: HttpRequest, *, besides: Collection[str]) -> dict[str, list[str]]:
    """What was typed for one kind and is not asked for another: kept, lest they choose again."""
    typed = what_was_typed(request)
    if sending.FROM_NOTICE in request.POST:
        typed |= {"words": [NoticeForm.as_words(request.POST.dict())]}
    return {
        name: values
        for name, values in typed.items()
        if name in ReportForm.base_fields and name not in besides
    }


def _about(request: HttpRequest, path: str) -> dict[str, Any]:
    """What is reported, telling this viewer nothing that is hidden from them, and who wrote it."""
    if not path:
        return {"about": "", "what": "", "author": None}
    found = targets.find(path).as_seen_by(request.user)
    author = None if found.is_member else found.author
    return {"about": path, "what": found.name, "author": author}
