"""One address a page: a final slash redirects to the address without it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.http import escape_leading_slashes


class NoTrailingSlashMiddleware:
    """Leaves the admin and allauth their own slashes, and keeps the query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept = (f"/{settings.ADMIN_PATH}", "/accounts/", settings.STATIC_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path == "/" or not path.endswith("/") or path.startswith(self.kept):
            return self.get_response(request)
        return HttpResponsePermanentRedirect(self.bare_address(request))

    def bare_address(self, request: HttpRequest) -> str:
        # Of the whole address, which is still encoded: the same letters must come back.
        whole, mark, query = request.get_full_path().partition("?")
        bare = escape_leading_slashes(whole.rstrip("/") or "/")
        return f"{bare}{mark}{query}"


class OneHopMiddleware(NoTrailingSlashMiddleware):
    """Does the same before Django leads from http to https, and both at once (safety F-25)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURE_SSL_REDIRECT or request.is_secure():
            return self.get_response(request)
        return super().__call__(request)

    def bare_address(self, request: HttpRequest) -> str:
        return f"{settings.SITE_URL}{super().bare_address(request)}"
