"""Addresses at which everybody gets the same answer, whoever they are signed in as."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from harringay.visitors import COOKIELESS


class CookielessMiddleware:
    """Forgets the cookies that come with a request for a feed or a badge.

    A feed may be kept by caches that many share. Were a session looked at on the way, by anything
    at all, its cookie could be kept with it. And what another site shows must not tell it who is
    looking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(COOKIELESS):
            request.COOKIES = {}
        return self.get_response(request)
