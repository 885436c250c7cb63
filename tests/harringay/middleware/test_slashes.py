"""One address a page."""

from typing import ClassVar

import pytest
from django.http import HttpResponse

from harringay.middleware.slashes import NoTrailingSlashMiddleware, OneHopMiddleware


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


@pytest.fixture
def _is_behind_a_proxy(settings):
    settings.SITE_URL = "https://forum.example.org"
    settings.ALLOWED_HOSTS = ["forum.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.usefixtures("_is_behind_a_proxy", "db")
class TestOneHop:
    HOST: ClassVar = {"host": "forum.example.org"}

    @pytest.mark.parametrize(
        ("asked", "answered"),
        [
            ("/feeds/discussions.rss/", "/feeds/discussions.rss"),
            ("/feeds/discussions.rss", "/feeds/discussions.rss"),
            ("/forum/?feed=yes&xn_auth=no", "/forum?feed=yes&xn_auth=no"),
            ("/accounts/login/", "/accounts/login/"),
        ],
    )
    def test_leads_from_http_and_a_slash_to_where_it_is(self, client, asked, answered):
        answer = client.get(asked, headers=self.HOST)
        assert answer.status_code == 301
        assert answer["Location"] == f"https://forum.example.org{answered}"

    def test_never_leads_to_another_site(self, rf):
        request = rf.get("/", headers=self.HOST)
        request.path = request.path_info = "//evil.example/"
        answer = OneHopMiddleware(lambda _request: HttpResponse())(request)
        assert answer["Location"] == "https://forum.example.org/%2Fevil.example"

    def test_leaves_https_to_those_behind_it(self, client):
        there = {**self.HOST, "x-forwarded-proto": "https"}
        answer = client.get("/forum/", headers=there)
        assert answer["Location"] == "/forum"
        assert "Strict-Transport-Security" in answer
