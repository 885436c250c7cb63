"""The policy that is composed once is the one that django-csp composes each time."""

import pytest
from csp.constants import NONCE, SELF
from csp.decorators import csp_exempt, csp_replace, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from harringay.middleware.policy import PolicyMiddleware

HEADER = "Content-Security-Policy"


def plain(_request):
    return HttpResponse()


def nonced(request):
    return HttpResponse(f"<script nonce={request.csp_nonce}>")


def ask(middleware, request):
    answer = middleware(request)
    assert isinstance(answer, HttpResponse)
    return answer


def parts(answer):
    """The policy's directives, which django-csp gives in no order."""
    return sorted(answer.headers.get(HEADER, "").split("; "))


class TestPolicyMiddleware:
    @pytest.mark.parametrize(
        "view",
        [
            plain,
            csp_exempt()(plain),
            csp_update({"img-src": ["https://maps.example"]})(plain),
            csp_replace({"script-src": [SELF, "https://maps.example"]})(plain),
        ],
    )
    def test_says_what_django_csp_says(self, rf, view):
        ours, theirs = (kind(view) for kind in (PolicyMiddleware, CSPMiddleware))
        assert parts(ask(ours, rf.get("/"))) == parts(ask(theirs, rf.get("/")))

    def test_one_views_policy_does_not_stay_for_the_next(self, rf):
        open_to_maps = csp_update({"img-src": ["https://maps.example"]})(plain)
        site = PolicyMiddleware(lambda request: (open_to_maps if request.GET else plain)(request))
        first, second = (ask(site, rf.get(path))[HEADER] for path in ("/?map=1", "/"))
        assert "maps.example" in first
        assert "maps.example" not in second

    def test_every_answer_has_a_nonce_of_its_own(self, rf, settings):
        directives = {"default-src": [SELF], "script-src": [NONCE]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
        site = PolicyMiddleware(nonced)
        for _ in range(2):
            answer = ask(site, rf.get("/"))
            nonce = answer.content.decode().removeprefix("<script nonce=").removesuffix(">")
            assert f"script-src 'nonce-{nonce}'" in answer[HEADER]

    def test_leaves_a_policy_that_an_answer_has_already(self, rf):
        own = HttpResponse(headers={HEADER: "default-src 'none'"})
        site = PolicyMiddleware(lambda _request: own)
        assert ask(site, rf.get("/"))[HEADER] == "default-src 'none'"

    def test_shows_djangos_own_pages_of_errors_as_django_csp_does(self, rf, settings):
        settings.DEBUG = True
        site = PolicyMiddleware(lambda _request: HttpResponse(status=404))
        assert HEADER not in ask(site, rf.get("/"))
