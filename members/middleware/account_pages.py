"""allauth's pages in our layout."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class AccountPagesMiddleware:
    """allauth calls the host `site`; everywhere here `site` is what the owner calls the place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, _request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        if response.context_data:
            response.context_data.pop("site", None)
        return response
