"""Reporting and complaints: what can be reported, when it is dealt with, where else to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.moderation.kinds import HANDLING, OFFENCES
from harringay.visitors import same_for_visitors


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    rows = [
        (kind, handling, [OFFENCES[number] for number in handling.offences])
        for kind, handling in HANDLING.items()
    ]
    return render(request, "moderation/targets.html", {"rows": rows})
