"""Addresses with a NUL in them: no page of ours has one, and PostgreSQL refuses to be asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

# Only machines ask this, feed readers among them: a page would be wasted on them.
NOTHING_HERE = "There is nothing at this address.\n"


class UnaskableMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return HttpResponseNotFound(NOTHING_HERE, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
