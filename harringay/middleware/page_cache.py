"""Whole pages for people who are not signed in, kept by address for as long as they are true.

A page is kept in this process together with the version of all that visitors can see
(forum.changes), read before the page was made. It is given out only under that same version, which
is read from the database for each request: so no process, no command and no outage of a cache can
make it wrong. Without a session nobody's own words are on it.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers

from forum import changes, viewing
from harringay.visitors import visitor_key

# What a page says in words about the time, and its number of views, may be a minute old.
TRUE_FOR: Final = 60.0  # seconds
MOST_BYTES: Final = 32 * 1024 * 1024  # in one process; a page is about 5 KB compressed


@dataclass(frozen=True)
class Kept:
    """A page as it was made, compressed once."""

    version: str
    made_at: float
    content: bytes
    compressed: bytes
    content_type: str
    etag: str
    discussion_id: int | None


class Shelf:
    """The pages that one process keeps; what was asked for longest ago goes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0

    def find(self, address: str, version: str) -> Kept | None:
        with self._lock:
            kept = self._pages.get(address)
            if kept is None or kept.version != version:
                return None
            if time.monotonic() - kept.made_at > TRUE_FOR:
                return None
            self._pages.move_to_end(address)
            return kept

    def put(self, address: str, kept: Kept) -> None:
        with self._lock:
            self._drop(address)
            self._pages[address] = kept
            self._bytes += _size(kept)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, address: str) -> None:
        dropped = self._pages.pop(address, None)
        if dropped:
            self._bytes -= _size(dropped)


shelf = Shelf()


class PageCacheMiddleware:
    """Stands before the session: a page that is kept costs one query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        version = _version() if _is_the_same_for_visitors(request) else None
        if version is None:
            return self.get_response(request)
        address = request.get_full_path()
        kept = shelf.find(address, version)
        if kept:
            _count_view(request, kept)
        else:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            kept = _keep(response, version)
            shelf.put(address, kept)
        return _answer(request, kept)


def _is_the_same_for_visitors(request: HttpRequest) -> bool:
    """A page that its view has said is the same for every visitor, asked for by one."""
    if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "is_same_for_visitors", False)


def _version() -> str | None:
    """Today's version, or None while the database cannot say: then nothing is kept."""
    try:
        return changes.version()
    except DatabaseError:
        return None


def _may_be_kept(response: HttpResponse) -> bool:
    """A page, and nothing that would make this visitor another one."""
    return response.status_code == HTTPStatus.OK and not response.cookies


def _keep(response: HttpResponse, version: str) -> Kept:
    content = response.content
    return Kept(
        version=version,
        made_at=time.monotonic(),
        content=content,
        compressed=gzip.compress(content, mtime=0),
        content_type=response["Content-Type"],
        etag=f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',
        discussion_id=getattr(response, "discussion_id", None),
    )


def _count_view(request: HttpRequest, kept: Kept) -> None:
    """The view that the page's own view would have counted."""
    request.user = AnonymousUser()
    visitor = visitor_key(request)
    if visitor and kept.discussion_id:
        viewing.count(kept.discussion_id, visitor=visitor)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    wants_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    content = kept.compressed if wants_gzip else kept.content
    response = HttpResponse(content, content_type=kept.content_type)
    if wants_gzip:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = kept.etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return get_conditional_response(request, etag=kept.etag, response=response) or response


def _size(kept: Kept) -> int:
    return len(kept.content) + len(kept.compressed)
