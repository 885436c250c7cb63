"""Headers that every answer carries."""

from django.http import HttpResponse

from harringay.middleware.headers import SecurityHeadersMiddleware


class TestSecurityHeadersMiddleware:
    def test_refuses_every_device_of_the_reader(self, rf):
        answer = SecurityHeadersMiddleware(lambda _request: HttpResponse())(rf.get("/"))
        assert "camera=(), " in answer["Permissions-Policy"]
        assert "geolocation=()" in answer["Permissions-Policy"]

    def test_leaves_a_page_that_may_be_shown_elsewhere_its_own_word(self, rf):
        page = HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})
        answer = SecurityHeadersMiddleware(lambda _request: page)(rf.get("/"))
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_stands_with_the_others_on_the_way_to_https(self, client, settings, db):
        settings.SECURE_SSL_REDIRECT = True
        answer = client.get("/")
        assert answer["Location"].startswith("https:")
        assert {
            "Content-Security-Policy",
            "Cross-Origin-Opener-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
        } <= answer.headers.keys()

    def test_stands_on_pages_that_are_not_there(self, client, db):
        answer = client.get("/no-such-page")
        assert answer.status_code == 404
        assert "Permissions-Policy" in answer
