"""A legal notice of a false statement: its own form, for the law asks more than a report says."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from forum.moderation import auditing, reporting, targets
from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import Report
from forum.moderation.report_forms import NoticeForm
from forum.moderation.views import sending
from forum.views import refusing


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    about = targets.path_of(request.GET.get("at", ""))
    form = _form(request, about)
    show = partial(_show, request, form, about)
    if not form.is_valid():
        return show(status=422 if form.is_bound else 200)
    try:
        received = _keep(request, form)
    except refusing.REFUSALS as refusal:
        return refusing.refuse(form, refusal, show)
    return redirect(received[0].status_path)


def _form(request: HttpRequest, about: str) -> NoticeForm:
    if sending.FROM_REPORT in request.POST:
        return NoticeForm.going_on(request.POST.dict(), viewer=request.user)
    if request.method == "POST":
        return NoticeForm(request.POST, viewer=request.user)
    return NoticeForm(viewer=request.user, initial={"at": sending.shown_address(about)})


def _keep(request: HttpRequest, form: NoticeForm) -> list[Report]:
    """Raises one of refusing.REFUSALS."""
    what = {"at": form.cleaned_data["at"], "notice": form.notice}
    if form.came_by_post_at and request.user.is_authenticated:
        with auditing.coming_from(sending.origin(request)):
            return reporting.enter_notice(
                form.report,
                received_at=form.came_by_post_at,
                by=request.user,
                submission=form.cleaned_data["submission"],
                **what,
            )
    return reporting.receive(form.report, **what, **sending.how(request, form))


def _show(request: HttpRequest, form: NoticeForm, about: str, *, status: int) -> HttpResponse:
    context = {"form": form, "about": about, "handling": HANDLING[Kind.DEFAMATION]}
    return render(request, "moderation/notice.html", context, status=status)
