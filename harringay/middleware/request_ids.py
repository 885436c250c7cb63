"""A name for each request, in the log's lines and in the answer, so that one leads to the other."""

import secrets
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from harringay.logging import request_id

HEADER: Final = "X-Request-ID"
ID_BYTES: Final = 8


class RequestIdMiddleware:
    """Makes each id itself: what a stranger sends stands in no log as if it were ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # It stays until this thread's next request: Django writes its line once we have answered.
        own_id = secrets.token_hex(ID_BYTES)
        request_id.set(own_id)
        response = self.get_response(request)
        response.headers[HEADER] = own_id
        return response
