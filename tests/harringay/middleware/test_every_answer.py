"""The headers that every answer carries, of whatever and with whatever status (S-11 to S-13)."""

import re

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from forum import withdrawing
from forum.models import Attachment
from harringay.wsgi import application
from tests.factories import make_discussion

FEED = "/feeds/discussions.rss"
PICTURE = "/media/pictures/kept-key/640.webp"
STYLESHEET = "/static/css/site.css"
ALWAYS = {
    "X-Content-Type-Options": r"nosniff",
    "Referrer-Policy": r"strict-origin-when-cross-origin|no-referrer|same-origin",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Cross-Origin-Resource-Policy": r"same-origin|same-site|cross-origin",
    "Permissions-Policy": r"accelerometer=\(\), .*camera=\(\), .*geolocation=\(\), .*usb=\(\)",
    "Content-Security-Policy": r".*default-src 'none'.*",
}
# What another site may show in a frame, and says of it so itself.
FRAMED = "/badges"

WHAT = [
    (200, "GET", "/"),
    (200, "GET", "/forum/topics/foxes"),
    (200, "GET", "/members"),
    (200, "GET", "/accounts/login/"),
    (200, "GET", FEED),
    (200, "GET", "/feeds/discussions.atom"),
    (200, "GET", "/feeds/discussions.json"),
    (200, "GET", "/feeds/all.opml"),
    (200, "GET", "/badges/network"),
    (200, "GET", "/badges/network.svg"),
    (200, "GET", "/oembed?url=http%3A%2F%2Ftestserver%2Fforum%2Ftopics%2Ffoxes"),
    (200, "GET", PICTURE),
    (200, "GET", STYLESHEET),
    (200, "GET", "/robots.txt"),
    (200, "GET", "/manifest.webmanifest"),
    (200, "GET", "/service-worker.js"),
    (200, "GET", "/healthz"),
    (301, "GET", "/forum/"),
    (302, "GET", "/unread"),
    (302, "GET", "/admin/"),
    (403, "POST", "/forum/pictures"),
    (404, "GET", "/no-such-page"),
    (404, "GET", "/feeds/no-such-feed.rss"),
    (404, "GET", "/media/pictures/no-such-key/640.webp"),
    (404, "GET", "/static/no-such-file.css"),
    (404, "GET", "/badges/members/nobody"),
    (404, "GET", "/oembed?url=http%3A%2F%2Ftestserver%2Fforum%2Ftopics%2Fnothing"),
    (405, "GET", "/settings/avatar"),
    (405, "DELETE", "/"),
    (410, "GET", "/feeds/topics/taken-back.rss"),
    (501, "GET", "/oembed?url=http%3A%2F%2Ftestserver%2F&format=yaml"),
]
CONDITIONAL = ["/", "/forum/topics/foxes", FEED, PICTURE, STYLESHEET, "/badges/network.svg"]


def check(answer):
    """Raise where a header is missing or says something else."""
    headers = {name: answer.headers.get(name, "") for name in ALWAYS}
    wrong = {name: said for name, said in headers.items() if not re.fullmatch(ALWAYS[name], said)}
    assert not wrong
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "X-Powered-By" not in answer.headers
    if "frame-ancestors *" not in policy:
        assert answer.headers.get("X-Frame-Options") == "DENY"


@pytest.fixture(autouse=True)
def _place(settings, media_root, asha):
    """One of each thing that is asked for."""
    settings.SITE_URL = "http://testserver"
    discussion = make_discussion(title="Foxes")
    taken_back = make_discussion(title="Taken back", author=asha)
    withdrawing.withdraw_discussion(taken_back, by=asha)
    Attachment.objects.create(
        kind=Attachment.Kind.PICTURE,
        key="kept-key",
        size=1,
        widths=[640],
        owner=asha,
        discussion=discussion,
    )
    files = {media_root / "pictures/kept-key/640.webp", settings.STATIC_ROOT / "css/site.css"}
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")


def ask(client, method, path, **headers):
    answer = client.generic(method, path, headers=headers)
    if answer.streaming:
        b"".join(answer)
    return answer


@pytest.mark.parametrize(("status", "method", "path"), WHAT)
def test_every_answer_carries_them(client, status, method, path):
    answer = ask(client, method, path)
    assert answer.status_code == status
    check(answer)
    if answer["Content-Type"].startswith("text/html") and not path.startswith(FRAMED):
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", CONDITIONAL)
def test_so_does_one_that_says_nothing_is_new(client, path):
    known = ask(client, "GET", path)
    has = {"If-None-Match": known["ETag"]} if "ETag" in known.headers else {}
    has |= {"If-Modified-Since": known["Last-Modified"]} if "Last-Modified" in known.headers else {}
    answer = ask(client, "GET", path, **has)
    assert answer.status_code == 304
    check(answer)


@pytest.mark.parametrize("path", ["/forum/topics/foxes", FEED])
@pytest.mark.parametrize("status", ["200 OK", "304 Not Modified"])
def test_so_does_a_page_that_is_kept(client, path, status):
    """It is given out before Django begins."""
    made = client.get(path)
    told = []
    has = {"If-None-Match": made["ETag"]} if status.startswith("304") else {}
    environ = RequestFactory().get(path, headers=has).environ

    def start_response(*answer):
        told.append(answer)

    application(environ, start_response)
    [(said, pairs)] = told
    assert said == status
    missing = {
        name: value for name, value in made.headers.items() if dict(pairs).get(name) != value
    }
    assert not missing.keys() & ALWAYS.keys()


@pytest.mark.parametrize(("problem", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_so_does_one_about_a_failure(client, monkeypatch, problem, status):
    def fail(*_args):
        raise problem

    monkeypatch.setattr("forum.views.categories.Category.objects.visible_to", fail)
    client.raise_request_exception = False
    answer = client.get("/forum/categories")
    assert answer.status_code == status
    check(answer)


def test_so_does_one_to_a_host_that_is_not_ours(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    check(answer)


def test_so_does_a_form_that_another_site_sent(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/report", {"words": "Foxes"})
    assert answer.status_code == 403
    check(answer)


@pytest.mark.parametrize("path", ["/search?q=foxes", FEED])
def test_so_does_a_refusal_of_too_much(client, settings, path):
    settings.RATE_LIMITS = True
    answers = (client.get(f"{path}&nth={nth}" if "?" in path else path) for nth in range(200))
    refused = next(answer for answer in answers if answer.status_code == 429)
    check(refused)


@pytest.mark.parametrize("path", ["/", FEED, PICTURE, STYLESHEET, "/no-such-page"])
def test_over_https_each_asks_for_https_for_a_year(client, settings, path):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    answer = client.get(path, secure=True)
    if answer.streaming:
        b"".join(answer)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
