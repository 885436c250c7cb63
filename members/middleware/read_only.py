"""While the whole site can only be read, nothing is posted or changed (safety L-22)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from harringay.typed import what_was_typed
from members.models import Safeguards, Switch

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Where neighbours write or change something. Signing in, the admin, reports and appeals go on:
# somebody is to open the site again, and the law does not stop.
CLOSED_APPS = frozenset({"forum", "members", "notifications"})
# Their forms say so themselves, with all that was typed in them; and stopping mail is a right.
STILL_OPEN = frozenset(
    {
        "forum:discussion_new",
        "forum:discussion_edit",
        "forum:replies",
        "forum:reply_edit",
        "notifications:unsubscribe",
    }
)


class ReadOnlyMiddleware:
    """One query for a request that would change something, and none for any other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The page that refuses; None where the request may go on."""
        if request.method in SAFE_METHODS or not _is_closed_by_it(request):
            return None
        if not Safeguards.current().is_on(Switch.READ_ONLY):
            return None
        context = {"typed": what_was_typed(request)}
        return render(request, "members/read_only.html", context, status=503)


def _is_closed_by_it(request: HttpRequest) -> bool:
    place = request.resolver_match
    if place is None or place.view_name in STILL_OPEN:
        return False
    return bool(place.app_names) and place.app_names[0] in CLOSED_APPS
