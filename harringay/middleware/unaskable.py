"""Addresses with a NUL in them: no page of ours has one, and PostgreSQL refuses to be asked."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


class UnaskableMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)
