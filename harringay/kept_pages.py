"""Whole pages for people who are not signed in, kept by address for as long as they are true.

A page is kept in this process together with the version of all that visitors can see
(forum.changes), read before the page was made. It is given out only under that same version, which
is read from the database for each request: so no process, no command and no outage of a cache can
make it wrong. Only while the database is away is it given out for some minutes under the newest
version that this process has heard of. Without a session nobody's own words are on it.

Here a request is its WSGI environment: a page that is kept is given out before Django has begun
(harringay.wsgi).
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse  # noqa: TID251  what is kept is an answer
from django.utils.cache import patch_vary_headers
from isal import igzip

from forum import changes, viewing
from forum.feeds import fetching, polling
from harringay.conditional import is_known
from harringay.visitors import COOKIELESS, visitor_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# What a page says in words about the time, and its number of views, may be a minute old.
TRUE_FOR: Final = 60.0  # seconds
STALE_FOR: Final = 300.0  # seconds, while the database is away (safety R-05)
COMPRESSION: Final = 2  # of 0 to 3: a twentieth of a millisecond for a page, a fifth of its bytes
MOST_BYTES: Final = 4 * 1024 * 1024  # in one process; a page is about 7 KB compressed

AWAY: Final = (OperationalError, InterfaceError)
# Where a request remembers that nothing kept will do for it.
LOOKED_FOR: Final = "harringay.looked_for"

Environ = dict[str, Any]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """A page as it was made, compressed once, with the headers that do not depend on who asks."""

    version: str
    made_at: float
    compressed: bytes
    headers: Headers
    etag: str
    last_modified: str
    discussion_id: int | None


@dataclass(frozen=True)
class Answer:
    """What goes out."""

    status: HTTPStatus
    headers: Headers
    body: bytes


class Shelf:
    """The pages that one process keeps; what was asked for longest ago goes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self.newest_version = ""

    def find(self, address: str) -> Kept | None:
        """Whatever its version and its age."""
        with self._lock:
            kept = self._pages.get(address)
            if kept:
                self._pages.move_to_end(address)
            return kept

    def hear(self, version: str) -> None:
        """What the database told; another thread may have heard of a newer one meanwhile."""
        if version:
            self.newest_version = max(self.newest_version, version, key=_count)

    def put(self, address: str, kept: Kept) -> None:
        with self._lock:
            self._drop(address)
            self._pages[address] = kept
            self._bytes += len(kept.compressed)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0
            self.newest_version = ""

    def _drop(self, address: str) -> None:
        dropped = self._pages.pop(address, None)
        if dropped:
            self._bytes -= len(dropped.compressed)


def _count(version: str) -> int:
    return int(version or 0)


shelf = Shelf()


class Door:
    """Gives out what is kept, and lets everybody else in to the site."""

    def __init__(self, site: "WSGIApplication") -> None:
        self._site = site

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        answer = find(environ)
        if answer is None:
            return self._site(environ, start_response)
        polling.count(environ, answer.status)
        start_response(f"{answer.status.value} {answer.status.phrase}", answer.headers)
        return [answer.body]


def find(environ: Environ) -> Answer | None:
    """What is kept for a visitor who asks like this, and their view counted; else None.

    Looked for once a request: where the database is away, that takes a second.
    """
    if LOOKED_FOR in environ or not is_a_visitors(environ):
        return None
    environ[LOOKED_FOR] = True
    kept = shelf.find(_address(environ))
    if kept is None or not _may_be_given(kept, environ):
        return None
    if not fetching.is_within_limit(environ):
        # The view refuses; what is given out here never reaches it, so that nothing counts twice.
        return None
    if kept.discussion_id and (visitor := visitor_of(environ)):
        viewing.count(kept.discussion_id, visitor=visitor)
    return _answer(environ, kept)


def keep(environ: Environ, response: HttpResponse, version: str) -> Answer:
    """Keep a page that was begun under a version; and what its first reader is answered."""
    compressed = igzip.compress(response.content, COMPRESSION, mtime=0)
    # What the page says of itself holds; a feed has a tag and a date of its own.
    response.setdefault("ETag", f'W/"{hashlib.sha256(compressed).hexdigest()[:32]}"')
    response.setdefault("Cache-Control", "no-cache")
    for_everybody = environ["PATH_INFO"].startswith(COOKIELESS)
    patch_vary_headers(
        response, ["Accept-Encoding"] if for_everybody else ["Accept-Encoding", "Cookie"]
    )
    kept = Kept(
        version=version,
        made_at=time.monotonic(),
        compressed=compressed,
        # Said for each answer: it may be compressed, or empty.
        headers=[pair for pair in response.items() if pair[0] != "Content-Length"],
        etag=response["ETag"],
        last_modified=response.get("Last-Modified", ""),
        discussion_id=getattr(response, "discussion_id", None),
    )
    shelf.put(_address(environ), kept)
    return _answer(environ, kept)


def version_for(environ: Environ) -> str | None:
    """The version under which a visitor's request is answered; None for who may be signed in.

    Raises what says that the database is away, where it is.
    """
    if not is_a_visitors(environ):
        return None
    version = changes.version_for(environ)
    shelf.hear(version)
    return version


def version_of_answer(environ: Environ) -> str | None:
    """That which was read for an answer before anything else that it shows; None where none was."""
    version = changes.remembered(environ)
    if version:
        shelf.hear(version)
    return version


def is_a_visitors(environ: Environ) -> bool:
    """To be read, and with no cookie that makes a page another one: a session's or a message's."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return False
    if environ["PATH_INFO"].startswith(COOKIELESS):
        return True
    cookies = environ.get("HTTP_COOKIE", "")
    return f"{settings.SESSION_COOKIE_NAME}=" not in cookies and "messages=" not in cookies


def _may_be_given(kept: Kept, environ: Environ) -> bool:
    """Under today's version; or not too old, while the database cannot tell it."""
    age = time.monotonic() - kept.made_at
    try:
        version = _version_even_after_a_restart(environ)
    except AWAY:
        return age < STALE_FOR and kept.version == shelf.newest_version
    return age < TRUE_FOR and kept.version == version


def _version_even_after_a_restart(environ: Environ) -> str | None:
    """Ask once more where the connection is new: the one that this thread has may be cut off."""
    try:
        return version_for(environ)
    except AWAY:
        if connection.connection is None or connection.in_atomic_block:
            raise
    connection.close()
    return version_for(environ)


def _address(environ: Environ) -> str:
    """Everything of a request that a page can depend on: its host and scheme have been checked."""
    return "\n".join(
        (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
    )


def _answer(environ: Environ, kept: Kept) -> Answer:
    if is_known(environ, etag=kept.etag, last_modified=kept.last_modified):
        headers = [pair for pair in kept.headers if pair[0] != "Content-Type"]
        return Answer(HTTPStatus.NOT_MODIFIED, headers, b"")
    headers = kept.headers.copy()
    body = kept.compressed
    if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = gzip.decompress(body)
    headers.append(("Content-Length", str(len(body))))
    return Answer(HTTPStatus.OK, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


def _takes_gzip(accepted: str) -> bool:
    """Whoever takes it unwillingly, at a `q` below one, is spared it."""
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")
