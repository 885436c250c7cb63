"""A member's private feeds: having an address for one, another, or none; and reading it there."""

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from forum.feeds import fetching
from forum.feeds.feed import icon_url
from forum.feeds.formats import FORMATS, addresses
from forum.feeds.sources import Beside
from forum.feeds.validators import VERSION
from forum.feeds.views import plain_refusals
from harringay.conditional import is_known
from members.http import MemberRequest
from notifications import private_feeds, subscribing
from notifications.models import PrivateFeed, PrivateKind

# When a feed with nothing in it was changed.
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def index(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, _change(request))
        return redirect("notifications:private_feeds")
    had = {feed.kind: feed for feed in PrivateFeed.objects.of_member(request.user)}
    context = {"feeds": [_row(kind, had.get(kind)) for kind in PrivateKind]}
    return render(request, "notifications/private_feeds.html", context)


@plain_refusals
@require_safe
def serve(request: HttpRequest, token: str, format: str) -> HttpResponse:  # noqa: A002  as in feeds
    """One of them, for whoever has its address; kept by nobody but their reader.

    That nothing is new costs two queries, and no making of the feed.
    """
    fetching.count(request.META)
    found = private_feeds.at_token(token)
    known = private_feeds.beside(found)
    etag = _etag(known, format)
    if known.sources and is_known(request.META, etag=etag):
        return _for_one(HttpResponseNotModified(), etag)
    feed = private_feeds.made_of(found, token, known)
    writer = FORMATS[format]
    # It follows from what is in it, so that the same feed is always the same text.
    changed_at = max((item.updated for item in feed.items), default=_BEGINNING)
    text = writer.write(feed, changed_at)
    response = HttpResponse(text, content_type=f"{writer.media_type}; charset=utf-8")
    # What changed while it was made, a reader may have and may lack: they come for it again.
    is_sure = private_feeds.beside(found).sources == known.sources
    return _for_one(response, etag if is_sure else "")


def _etag(known: Beside, extension: str) -> str:
    """What the feed is made of, and how; the address names the rest."""
    made_with = f"{VERSION} {settings.SITE_URL} {icon_url()} {known.sources}"
    return f'W/"{hashlib.sha256(made_with.encode()).hexdigest()[:32]}-{extension}"'


def _for_one(response: HttpResponse, etag: str) -> HttpResponse:
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _change(request: MemberRequest) -> str:
    """What was done, in words. Raises Http404 for a feed that there is not."""
    said = request.POST
    if said.get("kind") not in PrivateKind.values:
        raise Http404
    kind = PrivateKind(said["kind"])
    if "end" in said:
        subscribing.end(kind, member=request.user)
        return "That feed has ended. Its address no longer works."
    is_another = PrivateFeed.objects.of_member(request.user).filter(kind=kind).exists()
    subscribing.renew(kind, member=request.user)
    if is_another:
        return "The feed has a new address. The old one no longer works: change it in your reader."
    return "Your feed is made. Get its address below, and paste it into your feed reader."


def _row(kind: PrivateKind, feed: PrivateFeed | None) -> dict[str, Any]:
    channel = private_feeds.channel(kind, feed.token if feed else "")
    return {
        "kind": kind,
        "description": channel.description,
        "feed": feed,
        "addresses": addresses(channel) if feed and feed.token else [],
    }
