"""Answering a legal notice, by whoever wrote what it is about: the link is the key."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forum.moderation import links, noticing
from forum.moderation.answer_form import AnswerForm
from forum.moderation.errors import ModerationError
from forum.moderation.models import LegalNotice
from forum.moderation.views.private import by_key


@by_key
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, token: str) -> HttpResponse:
    """The notice, and the form; afterwards what was answered."""
    notice, now = _notice(token), timezone.now()
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            noticing.answer(notice, **form.answer, now=now)
        except ModerationError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request.path)
    context = {
        "notice": notice,
        "form": form,
        "is_open": notice.is_open_to_answers(now),
        "can_stand": bool(settings.DATA_KEY),
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/notice_answer.html", context, status=status)


def _notice(token: str) -> LegalNotice:
    key = links.notice_of(token)
    if key is None:
        raise Http404
    return get_object_or_404(LegalNotice.objects.select_related("report__case"), pk=key)
