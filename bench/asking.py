"""How each reader asks for a page: over the wire, and inside this process to count its queries."""

import itertools
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.http import HttpResponse  # noqa: TID251  what a reader is answered
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import load
from bench.load import Asker
from bench.pages import EVERYBODY, FIRST, Page
from members.models import Member

# Views are counted for browsers, not for robots, and counting them is part of the cost.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
CSRF = "oneSecretForEveryFormOfThisBench"
TEXT = "We saw it too, by the railway, early in the morning.\n\nIt was gone by eight."
_asked = itertools.count()

BOOKKEEPING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Manners:
    """What a forum calls its cookies, and what a reply to it is made of."""

    session_cookie: str
    csrf_cookie: str
    make_form: Callable[[], dict[str, str]]


class Signed(NamedTuple):
    """A member's cookie, and where they post if that is not at the page's own address."""

    session: str
    path: str = ""


def our_manners() -> Manners:
    return Manners(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, _form)


def browsers(member: Member) -> dict[str, Client]:
    """A browser inside this process for each kind of reader; the member's is signed in."""
    made = {reader: _browser() for reader in (*EVERYBODY, FIRST)}
    _sign_in(made["member"], member)
    return made


def sign_in(places: Iterable[tuple[Member, str]]) -> list[Signed]:
    """Members with the address to which each posts, each in a browser of their own."""
    crowd = []
    for member, path in places:
        browser = _browser()
        _sign_in(browser, member)
        crowd.append(Signed(session_of(browser), path))
    return crowd


def _browser() -> Client:
    return Client(SERVER_NAME="127.0.0.1", headers={"user-agent": BROWSER})


def _sign_in(browser: Client, member: Member) -> None:
    """Without a password, but with the row that allauth writes of each sign-in: pages read it."""
    browser.force_login(member)
    UserSession.objects.create(
        user=member, session_key=session_of(browser), ip="127.0.0.1", user_agent=BROWSER
    )


def session_of(browser: Client) -> str:
    """The cookie that says who is signed in."""
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def asker(page: Page, port: int, crowd: Sequence[Signed], manners: Manners) -> Asker:
    """What makes the requests for a page; every post is a new one, by the next of the crowd.

    The first of them reads.
    """
    headers = _headers(page, port, crowd[0].session, manners)
    if page.is_known:
        headers["If-None-Match"] = _etag(page, port, headers)
    if page.is_posted:
        posts = itertools.cycle(
            (one.path or page.path, _headers(page, port, one.session, manners)) for one in crowd
        )
        return lambda: load.request(*next(posts), urlencode(manners.make_form()).encode())
    if page.reader == FIRST:
        return lambda: load.request(_anew(page.path), headers)
    wanted = load.request(page.path, headers)
    return lambda: wanted


def count_queries(page: Page, browser: Client) -> int:
    """The database's part in a page, without what only the first of a session costs."""
    first = _ask(browser, page, {})
    known = {"if-none-match": first["ETag"]} if page.is_known else {}
    with CaptureQueriesContext(connection) as captured:
        answer = _ask(browser, page, known)
    if answer.status_code != page.status:
        raise load.Failed(f"{page.key}: {answer.status_code}")
    return sum(not query["sql"].startswith(BOOKKEEPING) for query in captured.captured_queries)


def _ask(browser: Client, page: Page, headers: Mapping[str, str]) -> HttpResponse:
    if page.is_posted:
        return browser.post(page.path, _form())
    return browser.get(_anew(page.path) if page.reader == FIRST else page.path, headers=headers)


def _anew(path: str) -> str:
    """The same page at an address that nobody has asked for."""
    return f"{path}{'&' if '?' in path else '?'}asked={next(_asked)}"


def _headers(page: Page, port: int, session: str, manners: Manners) -> dict[str, str]:
    headers = {
        "Host": f"127.0.0.1:{port}",
        "User-Agent": BROWSER,
        "Accept": "text/html,*/*",
        "Accept-Encoding": "gzip",
    }
    cookies = {}
    if page.reader == "member":
        cookies[manners.session_cookie] = session
    # Who has signed in has been given a form's token too.
    if page.reader == "member" or page.is_posted:
        cookies[manners.csrf_cookie] = CSRF
    if page.is_posted:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return headers


def _form() -> dict[str, str]:
    """What has been said before would wait for a moderator."""
    submission = str(uuid.uuid4())
    body = f"{TEXT}\n\n{submission}"
    return {"csrfmiddlewaretoken": CSRF, "body": body, "submission": submission}


def _etag(page: Page, port: int, headers: Mapping[str, str]) -> str:
    """The tag that the page has now."""
    site = HTTPConnection("127.0.0.1", port, timeout=load.PATIENCE)
    try:
        site.request("GET", page.path, headers=dict(headers))
        return site.getresponse().headers["ETag"]
    finally:
        site.close()
