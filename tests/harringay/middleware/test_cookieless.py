"""A feed's answer cannot depend on a cookie, because nobody gets to see one."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from harringay.middleware.cookieless import CookielessMiddleware


def cookies_seen_at(path: str) -> dict[str, str]:
    seen: dict[str, str] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(request.COOKIES)
        return HttpResponse()

    CookielessMiddleware(view)(RequestFactory().get(path, headers={"cookie": "session=asha"}))
    return seen


class TestCookielessMiddleware:
    @pytest.mark.parametrize("path", ["/feeds/discussions.rss", "/badges/network"])
    def test_forgets_them_on_the_way_to_a_feed_or_a_badge(self, path):
        assert not cookies_seen_at(path)

    @pytest.mark.parametrize("path", ["/", "/feeds", "/badges", "/forum"])
    def test_leaves_them_to_every_page(self, path):
        assert cookies_seen_at(path) == {"session": "asha"}
