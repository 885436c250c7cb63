"""Cases by the hundred thousand, and the pages that are measured over them."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http import HTTPStatus
from statistics import median
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib import admin
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import analysing, asking
from bench.timing import timed
from forum import posting
from forum.models import Category, Discussion, Reply
from forum.moderation import deciding
from forum.moderation.admin.queue_page import ROWS
from forum.moderation.grounds import Ground
from forum.moderation.kinds import Kind
from forum.moderation.models import (
    Action,
    Case,
    Decision,
    OfficialLetter,
    Part,
    Report,
    Snapshot,
    State,
)
from harringay.admin_pages import BaseAdmin
from members.models import Member, Role

OPEN: Final = 500
LONG: Final = 10_000
ROUNDS: Final = 15
AT_ONCE: Final = 2_000


def measure(old: int) -> Iterator[str]:
    """Each figure in words, as soon as it is known."""
    call_command("set_up", verbosity=0)
    _forget()
    owner, author = _people()
    discussion = _long_discussion(author)
    _cases(discussion, old)
    yield from _queue(owner)
    yield from _hiding(discussion, owner)


def _forget() -> None:
    for model in (OfficialLetter, Report, Snapshot, Decision, Case):
        # One statement each: Django would ask for every row first.
        rows: Any = model._default_manager.all()  # noqa: SLF001  documented
        rows._raw_delete(DEFAULT_DB_ALIAS)  # noqa: SLF001  it has no public name
    Discussion.objects.all().delete()
    Member.objects.all().delete()


def _people() -> tuple[Member, Member]:
    owner = Member.objects.create_user(
        "owner@example.org", None, name="Owner", address="owner", role=Role.OWNER
    )
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    totp.TOTP.activate(owner, totp.generate_totp_secret())
    author = Member.objects.create_user("ben@example.org", None, name="Ben", address="ben")
    return owner, author


def _long_discussion(author: Member) -> Discussion:
    category, _ = Category.objects.get_or_create(slug="here", defaults={"name": "Here"})
    discussion = posting.start_discussion(
        author=author, category=category, title="Foxes on Wightman Road", body=asking.TEXT
    )
    for number in range(LONG):
        posting.post_reply(discussion=discussion, author=author, body=f"{number} foxes")
    return discussion


def _cases(discussion: Discussion, old: int) -> None:
    """Each about a reply, with a report: some open, the others decided long ago."""
    replies = list(Reply.objects.filter(discussion=discussion).order_by("pk"))
    now = timezone.now()
    for begins in range(0, OPEN + old, AT_ONCE):
        numbers = range(begins, min(begins + AT_ONCE, OPEN + old))
        cases = Case.objects.bulk_create(_case(number, replies, now) for number in numbers)
        Report.objects.bulk_create(
            Report(case=case, reference=f"R-{number:010}", kind=case.kind, words="Rude.")
            for number, case in zip(numbers, cases, strict=True)
        )
    analysing.analyse()


def _case(number: int, replies: list[Reply], now: Any) -> Case:
    is_open = number < OPEN
    opened_at = now - timedelta(minutes=number)
    case = Case(part=Part.REPLY, reply=replies[number % LONG], opened_at=opened_at, report_count=1)
    case.set_kind(list(Kind)[number % 12], since=opened_at)
    if not is_open:
        case.state = State.CLOSED
        case.decided_at = case.closed_at = case.first_seen_at = opened_at
    return case


def _queue(owner: Member) -> Iterator[str]:
    browser = Client(SERVER_NAME="127.0.0.1", headers={"user-agent": asking.BROWSER})
    browser.force_login(owner)
    address = reverse("admin:queue")
    # Who opens a case first is written down, once.
    assert browser.get(address).status_code == HTTPStatus.OK
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
        asked = list(captured.captured_queries)
    assert answer.status_code == HTTPStatus.OK, answer
    plain = _plain_list(owner)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: browser.get(address)))
        theirs.append(timed(plain))
    queue, bare = (1000 * median(times) for times in (ours, theirs))
    yield (
        f"The queue, {OPEN} open of {Case.objects.count():,} cases: {len(asked)} queries, "
        f"{queue:.1f} ms; Django's own list of {ROWS} of them {bare:.1f} ms: {queue / bare:.2f} ×"
    )


def _plain_list(owner: Member) -> Callable[[], object]:
    """Django's list of the open cases as it comes, in an admin of its own, without middleware."""

    class Plain(BaseAdmin):
        list_display = ["kind", "state", "opened_at", "decide_by"]
        list_per_page = ROWS
        show_full_result_count = False

        def get_queryset(self, request: Any) -> Any:
            return super().get_queryset(request).filter(state=State.RECEIVED)

    site = admin.AdminSite(name="plain")
    site.register(Case, Plain)
    shown = Plain(Case, site)

    def ask() -> object:
        request = RequestFactory().get("/")
        request.user = owner
        return shown.changelist_view(request).render()  # type: ignore[attr-defined]

    return ask


def _hiding(discussion: Discussion, owner: Member) -> Iterator[str]:
    """A reply is hidden through its case; the next request of a visitor must not show it."""
    reply = Reply.objects.filter(discussion=discussion).order_by("-pk")[1]
    case = Case.objects.open().get(reply=reply) if _has_case(reply) else _report(reply)
    visitor = Client(SERVER_NAME="127.0.0.1", headers={"user-agent": asking.BROWSER})
    address = f"/forum/replies/{reply.pk}"
    words = f">{reply.body}<"
    assert words in visitor.get(address, follow=True).text
    began = time.perf_counter()
    deciding.decide(
        case,
        action=Action.HIDE,
        by=owner,
        version=case.version,
        ground=Ground(law="The house rules"),
        note="Measured.",
    )
    hidden = time.perf_counter()
    page = visitor.get(f"{discussion.get_absolute_url()}?page={discussion.page_count}").text
    shown = time.perf_counter()
    assert words not in page
    yield (
        f"Hiding a reply in a thread of {LONG:,}: {1000 * (hidden - began):.0f} ms; the next "
        f"request, {1000 * (shown - hidden):.0f} ms later, shows it no more"
    )


def _has_case(reply: Reply) -> bool:
    return Case.objects.open().filter(reply=reply).exists()


def _report(reply: Reply) -> Case:
    case = Case(part=Part.REPLY, reply=reply, report_count=1)
    case.set_kind(Kind.RULES, since=timezone.now())
    case.save()
    return case
