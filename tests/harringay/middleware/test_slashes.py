"""One address a page."""

import pytest
from django.http import HttpResponse

from harringay.middleware.slashes import NoTrailingSlashMiddleware


@pytest.fixture
def ask(rf):
    """Answers a request for a path: a redirect, or what lies behind."""
    middleware = NoTrailingSlashMiddleware(lambda _request: HttpResponse("the page"))
    return lambda path: middleware(rf.get(path))


class TestNoTrailingSlashMiddleware:
    @pytest.mark.parametrize(
        ("asked", "answered"),
        [
            ("/forum/", "/forum"),
            ("/forum/?page=2&sort=newest", "/forum?page=2&sort=newest"),
            ("/forum///", "/forum"),
            ("/forum/tags/caf%C3%A9/", "/forum/tags/caf%C3%A9"),
            ("/search/?q=a/", "/search?q=a/"),
            ("/what%3F/", "/what%3F"),
        ],
    )
    def test_takes_the_last_slash_away_and_keeps_the_query(self, ask, asked, answered):
        answer = ask(asked)
        assert answer.status_code == 301
        assert answer["Location"] == answered

    @pytest.mark.parametrize("path", ["//evil.example/", "///evil.example/"])
    def test_never_leads_to_another_site(self, rf, path):
        request = rf.get("/")
        request.path = request.path_info = path
        answer = NoTrailingSlashMiddleware(lambda _request: HttpResponse())(request)
        assert answer["Location"].startswith("/%2F")

    @pytest.mark.parametrize("path", ["/", "/forum", "/admin/", "/accounts/login/"])
    def test_lets_every_other_address_be(self, ask, path):
        assert ask(path).content == b"the page"
