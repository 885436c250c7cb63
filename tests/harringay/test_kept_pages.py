"""The door before Django: what it gives out itself, and whom it lets in."""

import gzip

import pytest
from django.test import RequestFactory

from forum.models import SiteIdentity
from harringay.kept_pages import Door
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db

INSIDE = [b"the site itself"]


def the_site(_environ, start_response):
    start_response("200 OK", [])
    return INSIDE


@pytest.fixture
def knock():
    """Ask at the door; gives the status, the headers and the body."""
    door = Door(the_site)

    def knock(address="/forum/topics/foxes", method="GET", **headers):
        answers = []

        def start_response(*answer):
            answers.append(answer)

        request = RequestFactory().generic(method, address, headers=headers)
        body = door(request.META, start_response)
        [(status, pairs)] = answers
        return status, dict(pairs), b"".join(body)

    return knock


@pytest.fixture
def page(client):
    """A page that is kept."""
    make_discussion(title="Foxes")
    return client.get("/forum/topics/foxes").content


class TestDoor:
    def test_gives_out_a_page_that_is_kept(self, knock, page):
        status, headers, body = knock()
        assert (status, body) == ("200 OK", page)
        assert headers["Content-Length"] == str(len(page))
        assert "script-src 'self'" in headers["Content-Security-Policy"]

    def test_compresses_it_for_those_who_take_that(self, knock, page):
        _, headers, body = knock(**{"Accept-Encoding": "gzip, br"})
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Content-Length"] == str(len(body))
        assert gzip.decompress(body) == page

    @pytest.mark.parametrize("accepted", ["", "br", "gzip; q=0", "gzip;q=0.000, identity"])
    def test_leaves_it_as_it_is_for_those_who_do_not(self, knock, page, accepted):
        _, headers, body = knock(**{"Accept-Encoding": accepted})
        assert "Content-Encoding" not in headers
        assert body == page

    def test_says_that_it_is_still_the_same(self, knock, page):
        etag = knock()[1]["ETag"]
        status, headers, body = knock(**{"If-None-Match": f'"other", {etag}'})
        assert (status, headers["ETag"], body) == ("304 Not Modified", etag, b"")

    def test_tells_the_length_without_the_body(self, knock, page):
        status, headers, body = knock(method="HEAD")
        assert (status, headers["Content-Length"], body) == ("200 OK", str(len(page)), b"")

    def test_lets_in_who_asks_for_another_page(self, knock, page):
        for address in ("/forum/topics/foxes?page=1", "/forum/topics/foxes/", "/"):
            assert knock(address)[2] == b"".join(INSIDE)

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cookie": "a=1; sessionid=x"},
            {"Cookie": "messages=x"},
            {"Host": "elsewhere.example"},
            {"X-Forwarded-Proto": "https"},
        ],
        ids=str,
    )
    def test_lets_in_who_may_be_shown_another(self, knock, page, settings, headers):
        cookies = headers.get("Cookie", "").replace("sessionid", settings.SESSION_COOKIE_NAME)
        assert knock(**headers | {"Cookie": cookies})[2] == b"".join(INSIDE)

    def test_lets_in_who_posts(self, knock, page):
        assert knock(method="POST")[2] == b"".join(INSIDE)

    def test_lets_everybody_in_once_something_has_changed(self, knock, page):
        SiteIdentity.objects.update(name="Harringay anew")
        assert knock()[2] == b"".join(INSIDE)
