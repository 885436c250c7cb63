"""Pages that belong to the whole site: the front page, the owner's pages, and what went wrong."""

import hashlib
import json
import logging
import sys
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from forum.models import DiscussionQuerySet, Page
from forum.moderation.models import SafetyDuties
from forum.views import discussion_rows, frame
from forum.views.frame import Frame
from harringay import readiness
from harringay.stencils import Slots, Stencil
from harringay.typed import what_was_typed
from harringay.visitors import same_for_visitors
from members import limits, retaining
from members.errors import RateLimited
from notifications.views import front

log = logging.getLogger(__name__)

FRONT_PAGE_LENGTH = 15
LONGEST_TOLD = 200  # characters of what a stranger's browser tells
CONTACT, PRIVACY = "contact", "privacy"
AWAY_SECONDS = 10  # a database that is started again takes about that long (safety R-05)


class AtHome(NamedTuple):
    """Everything that templates/site/home.html decides by."""

    has_rows: bool
    is_welcomed: bool  # as a visitor, who may not know what this place is


@require_safe
@same_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    latest = discussion_rows.page_of(
        DiscussionQuerySet.latest_first, 1, viewer=request.user, size=FRONT_PAGE_LENGTH
    )
    around = Frame(request)
    rows = discussion_rows.show(latest.items, level=3)
    site, board = around.site, front.show(request)
    is_welcomed = bool(site.welcome) and not request.user.is_authenticated
    own = {"welcome": site.welcome, "today": _today(), "board": board}
    page = _HOME.fill(AtHome(bool(rows), is_welcomed), rows=rows, **around.words(), **own)
    return HttpResponse(page)


@require_safe
@same_for_visitors
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the texts that the owner edits in the admin."""
    found = get_object_or_404(Page.objects.visible_to(request.user), slug=slug)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    # Where the law wants it said how the owner is reached (safety L-66).
    duties = SafetyDuties.current() if found.slug == CONTACT else None
    kept = retaining.told() if found.slug == PRIVACY else []
    return render(request, "site/page.html", {"page": found, "duties": duties, "kept": kept})


@require_safe
@same_for_visitors
def reading(request: HttpRequest) -> HttpResponse:
    """How to have text larger, and which keys do what."""
    return render(request, "site/reading.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    context = {"site_url": settings.SITE_URL}
    return render(request, "site/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def offline(_request: HttpRequest) -> HttpResponse:
    """What a browser keeps of us for when it cannot reach us: nothing of anybody's is on it."""
    return HttpResponse(render_to_string("site/offline.html"))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """What the browser runs between us and our pages: at the root, for it rules what is beneath.

    It differs where the page that it keeps does, and then browsers keep that anew.
    """
    kept = render_to_string("site/offline.html").encode()
    context = {"offline": reverse("offline"), "version": hashlib.sha256(kept).hexdigest()[:12]}
    script = render(request, "site/service-worker.js", context, content_type="text/javascript")
    script["Cache-Control"] = "no-cache"
    return script


@csrf_exempt
@require_POST
def policy_reports(request: HttpRequest) -> HttpResponse:
    """What a browser says that our policy has stopped, for the log (safety S-14)."""
    try:
        limits.spend(limits.Action.POLICY_REPORT, member=None, ip=None)
    except RateLimited as refusal:
        return HttpResponse(status=429, headers={"Retry-After": str(refusal.retry_after)})
    if told := _what_was_stopped(request.body):
        log.warning("The policy has stopped something: %s", told)
    return HttpResponse(status=204)


def _what_was_stopped(body: bytes) -> dict[str, str]:
    """Which rule, what and on which kind of page: addresses of pages may hold somebody's key."""
    try:
        said = json.loads(body)["csp-report"]
        rule = said.get("effective-directive") or said["violated-directive"]
        what, page = str(said["blocked-uri"]).partition("?")[0], urlsplit(said["document-uri"]).path
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    try:
        kind = resolve(page).view_name
    except Resolver404:
        kind = "none of ours"
    return {"rule": str(rule)[:LONGEST_TOLD], "what": what[:LONGEST_TOLD], "page": kind}


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Everything that a page needs answers; and what is amiss, for whoever watches over it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        amiss = readiness.amiss(timezone.now())
    except DatabaseError:
        return HttpResponse("the database is away\n", status=503, content_type="text/plain")
    said = amiss or ["ok"]
    return HttpResponse("".join(f"{line}\n" for line in said), content_type="text/plain")


@require_safe
def change_password(_request: HttpRequest) -> HttpResponse:
    """Where password managers look: https://www.w3.org/TR/change-password-url/ says."""
    return redirect("account_change_password")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that is too old to trust: shown again, with everything that was typed."""
    context = {"typed": what_was_typed(request)}
    return render(request, "site/csrf_failure.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Nothing at this address. Unlike Django's own, it reads nothing that was sent: it may be none
    that can be read.
    """
    return render(request, "404.html", status=404)


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A request that could not be read, so that its page must ask nothing of it."""
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Our fault. Asks nothing of the database; where that is the reason, says when to come back."""
    page = HttpResponse(render_to_string("500.html"), status=500)
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        page.status_code = 503
        page["Retry-After"] = str(AWAY_SECONDS)
    return page


def _today() -> str:
    day = timezone.localdate()
    return f"{day:%A} {day.day} {day:%B}"


def _at_home(shape: AtHome, slots: Slots) -> dict[str, Any]:
    context = frame.stand_ins(slots)
    strings = {name: slots(name) for name in ("welcome", "today", "board")}
    rows = slots("rows") if shape.has_rows else ""
    return context | strings | {"is_welcomed": shape.is_welcomed, "rows": rows}


_HOME = Stencil("site/home.html", _at_home)
