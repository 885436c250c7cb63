"""A visitor who follows every link gets no cookie, and nothing from anybody else's computers."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from forum.models import Page
from tests.harringay.middleware.kept_addresses import ADDRESSES, neighbourhood

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
# What a browser fetches by itself, or sends to.
FETCHED = re.compile(
    r"<(?:img|script|iframe|source|video|audio|embed|object|input|link|form)\b[^>]*?"
    r"\b(?:src|srcset|data|poster|href|action)=\"([^\"]+)\"",
    re.IGNORECASE,
)
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)', re.IGNORECASE)


def leads_to(address, page):
    """Where the links of a page lead on this site."""
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return []
    links = (urljoin(address, unescape(link)) for link in LINK.findall(page.text))
    return [link for link in links if link.startswith("/") and not link.startswith("//")]


def route_of(address):
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return address


@pytest.fixture
def pages(asha, ben, mo):
    """Each page that links lead a visitor to, three of a kind, from those that are listed on."""
    neighbourhood(asha, ben, mo)
    Page.objects.get_or_create(slug="terms", defaults={"title": "Terms", "body_html": "<p>Be.</p>"})
    waiting = deque([*ADDRESSES, "/members", "/robots.txt", "/sitemap.xml"])
    found, kinds = {}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        kind = route_of(address)
        if address in found or (kinds[kind] >= 3 and address not in ADDRESSES):
            continue
        kinds[kind] += 1
        found[address] = Client().get(address)
        waiting += leads_to(address, found[address])
    return found


def test_a_crawl_comes_everywhere(pages):
    ours = {urlsplit(address).path for address in pages}
    assert {"/", "/terms", "/profile/asha", "/members", "/accounts/login/", "/feeds"} <= ours
    assert len({route_of(address) for address in pages}) > 30


def test_no_page_sets_a_cookie_but_for_the_form_on_it(pages):
    for address, page in pages.items():
        has_form = not page.streaming and "csrfmiddlewaretoken" in page.text
        allowed = {settings.CSRF_COOKIE_NAME} if has_form else set()
        assert set(page.cookies) <= (allowed if address not in ADDRESSES else set()), address


def test_nothing_is_fetched_from_elsewhere(pages):
    checked = 0
    for address, page in pages.items():
        policy = page.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, address
        assert "http:" not in policy, address
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for fetched in FETCHED.findall(page.text):
            host = urlsplit(urljoin(HERE, fetched)).netloc
            ours = {urlsplit(HERE).netloc, urlsplit(settings.SITE_URL).netloc, ""}
            assert host in ours, f"{address}: {fetched}"
            checked += 1
    assert checked > 200
