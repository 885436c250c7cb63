"""How many notifications are new to a member, for the head of every page.

The head belongs to the forum, which knows nothing of notifications: it finds here whom to ask.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from notifications import inbox


class InboxMiddleware:
    """Gives a request `count_unread`, which costs a query when it is called, and nothing before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.count_unread = inbox.unread_count  # type: ignore[attr-defined]
        return self.get_response(request)
