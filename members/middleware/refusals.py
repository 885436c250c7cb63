"""Too much in too short a time: 429, when to come back, and everything that was typed (S-25)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from harringay.typed import what_was_typed
from members.errors import RateLimited


class RefusalsMiddleware:
    """Answers for any view that lets RateLimited pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, RateLimited):
            return None
        context = {"refusal": problem, "typed": what_was_typed(request)}
        response = render(request, "429.html", context, status=429)
        response["Retry-After"] = str(problem.retry_after)
        return response
