"""What the forms that go to the moderators have in common, once they are sent."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from forum.moderation.auditing import Origin
from forum.moderation.report_forms import NoticeForm, ReportForm
from forum.moderation.reporting import Sender
from forum.views import refusing
from harringay.client_address import client_address, client_network
from harringay.logging import request_id
from members.errors import RateLimited
from members.limits import Action

# The buttons that lead from a plain report to a legal notice, and back, with what was typed.
FROM_REPORT, FROM_NOTICE = "from_report", "from_notice"


def how(request: HttpRequest, form: ReportForm | NoticeForm) -> dict[str, Any]:
    """By whom, by which form, and against which limits: what the verb takes besides the words."""
    member = request.user if request.user.is_authenticated else None
    return {
        "by": Sender(member, client_address(request)),
        "submission": form.cleaned_data["submission"],
        "spend": partial(_spend, request, form),
    }


def origin(request: HttpRequest) -> Origin:
    """Where an act comes from, as the audit log holds it (safety L-45)."""
    return Origin(client_network(request), request_id.get())


def shown_address(path: str) -> str:
    """A path of ours as people know it."""
    return f"{settings.SITE_URL}{path}" if path else ""


def _spend(request: HttpRequest, form: ReportForm | NoticeForm) -> bool:
    """Count it, and say whether more have come than usual. Raises RateLimited.

    What may not wait is refused to nobody (safety L-11).
    """
    try:
        refusing.spend(request, Action.REPORT)
    except RateLimited:
        if not form.is_never_refused:
            raise
        return True
    try:
        refusing.spend(request, Action.REPORT_IN_ALL)
    except RateLimited:
        return True
    return form.looks_hurried
