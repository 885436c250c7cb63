"""The public moderation log; no page at all while the owner has not switched it on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.moderation import disclosing


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not disclosing.is_public():
        raise Http404
    return render(request, "moderation/log.html", {"lines": disclosing.log()})
