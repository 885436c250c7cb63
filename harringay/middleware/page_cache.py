"""Pages for people who are not signed in: given out where they are kept, kept where they may be.

It stands before all other middleware, so that a page is kept with the headers of all of them.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from forum.feeds import polling
from harringay import conditional, kept_pages
from harringay.kept_pages import Answer
from harringay.visitors import View

# Where a request remembers that a page is made for it that may be kept.
MAKING: Final = "harringay.making"


class PageCacheMiddleware:
    """A page that is kept costs one query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        polling.count(request.META, response.status_code)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        answer = kept_pages.find(request.META)
        if answer:
            return _response(answer)
        response = self.get_response(request)
        if not request.META.pop(MAKING, False):
            return response
        conditional.put_back(request.META)
        version = kept_pages.version_of_answer(request.META)
        if version and _may_be_kept(response):
            return _response(kept_pages.keep(request.META, response, version))
        return response

    def process_view(self, request: HttpRequest, view: View, *_place: object) -> None:
        """Before anything is read for a page that may be kept, read the version it is true for.

        Or have it read by the view, with the first that it reads.
        """
        if not getattr(view, "is_same_for_visitors", False):
            return
        if getattr(view, "tells_its_version", False):
            is_made = kept_pages.is_a_visitors(request.META)
        else:
            is_made = bool(kept_pages.version_for(request.META))
        if is_made:
            conditional.set_aside(request.META)
            request.META[MAKING] = True


def _may_be_kept(response: HttpResponse) -> bool:
    """A page, and nothing that would make this visitor another one."""
    return response.status_code == HTTPStatus.OK and not response.cookies


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
