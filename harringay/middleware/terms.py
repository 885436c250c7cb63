"""What members are told of a change of the terms, and that they go on under them.

The head of every page belongs to the forum, which knows nothing of terms: it finds here whom to
ask.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from forum.moderation import agreeing
from forum.moderation.views import terms_notice


class TermsMiddleware:
    """Gives a request `notice_of_terms`, and notes of who does something that they go on.

    No query for a page while no change is near; one a day for each member who does something.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.notice_of_terms = terms_notice.notice  # type: ignore[attr-defined]
        response = self.get_response(request)
        is_done = request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST
        if is_done and request.user.is_authenticated:
            agreeing.accept(request.user)
        return response
