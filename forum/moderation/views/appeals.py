"""Asking for a decision to be looked at again, by whoever had reported what it is about."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from forum.moderation import appealing, links
from forum.moderation.appeal_form import AppealForm
from forum.moderation.errors import ModerationError
from forum.moderation.kinds import WITHOUT_EMAIL
from forum.moderation.models import Report
from forum.moderation.views.private import by_key


@by_key
@require_http_methods(["GET", "HEAD", "POST"])
def by_reporter(request: HttpRequest, token: str) -> HttpResponse:
    """The form, and afterwards how the appeal stands. Reads no session: the link is the key."""
    report = _whose(token)
    form = AppealForm(request.POST or None, asks_for_email=_is_unreachable(report))
    if form.is_valid():
        try:
            appealing.appeal_as_reporter(report, **form.cleaned_data)
        except ModerationError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request.path)
    standing = appealing.standing_of_reporter(report)
    context = {"report": report, "form": form, "standing": standing}
    status = 422 if form.is_bound else 200
    return render(request, "moderation/appeal.html", context, status=status)


def _whose(token: str) -> Report:
    key = links.report_of(token)
    if key is None:
        raise Http404
    return get_object_or_404(Report.objects.select_related("case", "reporter"), pk=key)


def _is_unreachable(report: Report) -> bool:
    """Whether an address must be asked for (safety L-04)."""
    return not (report.reporter_id or report.email or report.kind in WITHOUT_EMAIL)
