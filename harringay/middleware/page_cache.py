"""Pages for people who are not signed in: given out where they are kept, kept where they may be.

It stands before all other middleware, so that a page is kept with the headers of all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from harringay import kept_pages
from harringay.kept_pages import Answer
from harringay.visitors import View

# Where a request remembers how its page is made.
MAKING: Final = "harringay.making"
CONDITIONS: tuple[str, ...] = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


@dataclass(frozen=True)
class Making:
    """Under which version a page is made that may be kept, and what was known of it already."""

    version: str
    conditions: Mapping[str, str]


class PageCacheMiddleware:
    """A page that is kept costs one query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = kept_pages.find(request.META)
        if answer:
            return _response(answer)
        response = self.get_response(request)
        making: Making | None = request.META.pop(MAKING, None)
        if making is None:
            return response
        request.META.update(making.conditions)
        if _may_be_kept(response):
            return _response(kept_pages.keep(request.META, response, making.version))
        return response

    def process_view(self, request: HttpRequest, view: View, *_place: object) -> None:
        """Before anything is read for a page that may be kept, read the version it is true for."""
        if not getattr(view, "is_same_for_visitors", False):
            return
        if version := kept_pages.version_for(request.META):
            # The whole page is asked for: what its first reader has already, the next may not have.
            conditions = {
                name: request.META.pop(name) for name in CONDITIONS if name in request.META
            }
            request.META[MAKING] = Making(version, conditions)


def _may_be_kept(response: HttpResponse) -> bool:
    """A page, and nothing that would make this visitor another one."""
    return response.status_code == HTTPStatus.OK and not response.cookies


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
