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
        # Of the whole address, which is still encoded: the same letters must come back.
        whole, mark, query = request.get_full_path().partition("?")
        bare = escape_leading_slashes(whole.rstrip("/") or "/")
        return HttpResponsePermanentRedirect(f"{bare}{mark}{query}")
