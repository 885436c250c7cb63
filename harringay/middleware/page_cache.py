"""Pages for people who are not signed in: given out where they are kept, kept where they may be.

It stands before all other middleware, so that a page is kept with the headers of all of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from harringay import kept_pages
from harringay.kept_pages import Answer


class PageCacheMiddleware:
    """A page that is kept costs one query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = kept_pages.find(request.META)
        if answer:
            return _response(answer)
        is_kept = kept_pages.is_a_visitors(request.META) and _is_the_same(request)
        version = kept_pages.version_for(request.META) if is_kept else None
        if not version:
            return self.get_response(request)
        with _unconditionally(request):
            response = self.get_response(request)
        if _may_be_kept(response):
            return _response(kept_pages.keep(request.META, response, version))
        return response


def _is_the_same(request: HttpRequest) -> bool:
    """Whether the view says that its page is the same for every visitor."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "is_same_for_visitors", False)


@contextmanager
def _unconditionally(request: HttpRequest) -> Iterator[None]:
    """Ask for the whole page: what the first reader has already, the next may not have."""
    names = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
    conditions = {name: request.META.pop(name) for name in names if name in request.META}
    try:
        yield
    finally:
        request.META.update(conditions)


def _may_be_kept(response: HttpResponse) -> bool:
    """A page, and nothing that would make this visitor another one."""
    return response.status_code == HTTPStatus.OK and not response.cookies


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
