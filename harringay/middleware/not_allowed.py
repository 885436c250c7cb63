"""Methods that an address does not take: 405, with a page where Django would say nothing."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

# What browsers ask with. allauth would take PUT for POST, and the admin anything for GET.
METHODS: Final = ("GET", "HEAD", "POST")


class NotAllowedMiddleware:
    """Lets no other method through to any view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_known = request.method in METHODS
        response = self.get_response(request) if is_known else HttpResponseNotAllowed(METHODS)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = render(request, "405.html", status=response.status_code)
            page["Allow"] = response["Allow"]
            return page
        return response
