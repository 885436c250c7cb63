"""A discussion that thousands follow, what a reply to it costs, and the mails that come of it."""

import smtplib
import time
from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench import analysing, asking
from bench.mail.server import sink
from bench.timing import timed
from forum import posting
from forum.models import Category, Discussion, Event, Follow, Level
from forum.models.site_identity import SiteIdentity
from harringay import serving
from members.models import Member
from notifications import assembling, delivery, emails, sending
from notifications.assembling import Told
from notifications.envelopes import seal
from notifications.models import Mail, Notification

POSTS = 100  # of each kind, in turn
ROUNDS = 3


class FanOut(NamedTuple):
    """One fan-out: statements, seconds in the database, seconds in all."""

    statements: int
    database: float
    all: float


def measure(followers: int) -> Iterator[str]:
    """Each figure in words, as soon as it is known."""
    call_command("set_up", verbosity=0)
    serving.make_folders()
    author, reader = _neighbours(followers)
    few, many = _discussion(author, 1), _discussion(author, followers)
    yield from _fan_out(few, many, reader, followers)
    yield from _requests(few, many, reader)
    yield from _sending(many, reader)


def _neighbours(count: int) -> tuple[Member, Member]:
    """Many who follow, and two who write: as quickly and as much alike as the demo's cast may."""
    Mail.objects.all().delete()
    Discussion.objects.all().delete()
    Member.objects.all().delete()
    joined_at = timezone.now()
    members = Member.objects.bulk_create(
        Member(
            name=f"Neighbour {number}",
            address=f"neighbour{number}",
            email=f"neighbour{number}@example.org",
            password="!",
            joined_at=joined_at,
            is_demo=number >= count,
        )
        for number in range(count + 2)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True)
        for member in members
    )
    return members[-1], members[-2]


def _discussion(author: Member, followers: int) -> Discussion:
    category, _ = Category.objects.get_or_create(slug="here", defaults={"name": "Here"})
    discussion = posting.start_discussion(
        author=author, category=category, title="Foxes on Wightman Road", body=asking.TEXT
    )
    now = timezone.now()
    Follow.objects.filter(discussion=discussion).delete()
    Follow.objects.bulk_create(
        Follow(member=member, discussion=discussion, level=Level.NOW, followed_at=now)
        for member in Member.objects.order_by("pk")[:followers]
    )
    Event.objects.update(told_at=now)
    analysing.analyse()
    return discussion


def _reply(discussion: Discussion, author: Member) -> None:
    discussion.refresh_from_db()
    posting.post_reply(discussion=discussion, author=author, body=asking.TEXT)


def _tell() -> FanOut:
    with CaptureQueriesContext(connection) as asked:
        seconds = timed(delivery.deliver_new_events)
    return FanOut(len(asked), sum(float(query["time"]) for query in asked), seconds)


def _fan_out(few: Discussion, many: Discussion, author: Member, followers: int) -> Iterator[str]:
    told = {}
    for discussion in (few, many) * ROUNDS:
        _reply(discussion, author)
        told.setdefault(discussion.pk, []).append(_tell())
    for discussion, count in ((few, 1), (many, followers)):
        runs = told[discussion.pk]
        yield (
            f"Fan-out to {count:,}: {runs[-1].statements} statements, "
            f"{median([run.database for run in runs]):.3f} s of database time, "
            f"{median([run.all for run in runs]):.3f} s in all"
        )


def _requests(few: Discussion, many: Discussion, author: Member) -> Iterator[str]:
    """In this process, so that nothing but the request is measured; each is told afterwards."""
    browser = Client(SERVER_NAME="127.0.0.1", headers={"user-agent": asking.BROWSER})
    browser.force_login(author)
    taken: dict[int, list[float]] = {few.pk: [], many.pk: []}
    for number in range(POSTS):
        for discussion in (few, many) if number % 2 else (many, few):
            path, form = f"{discussion.get_absolute_url()}/replies", {"body": f"{number} foxes"}
            taken[discussion.pk].append(timed(lambda: browser.post(path, form)))  # noqa: B023  called at once
    Event.objects.update(told_at=timezone.now())
    one, crowd = (median(taken[discussion.pk]) * 1000 for discussion in (few, many))
    yield f"Posting with one follower {one:.2f} ms, with many {crowd:.2f} ms: {crowd / one:.2f} ×"


def _sending(discussion: Discussion, author: Member) -> Iterator[str]:
    rates: dict[str, list[float]] = {"straight": [], "worker": []}
    with sink() as port, _mail_goes_to(port):
        for _ in range(ROUNDS):
            _forget(discussion)
            _reply(discussion, author)
            delivery.deliver_new_events()
            assembled = timed(assembling.assemble_news)
            analysing.analyse()
            count = Mail.objects.waiting().count()
            rates["straight"].append(count / _straight(port))
            rates["worker"].append(count / timed(_send_all))
            assert not Mail.objects.waiting().exists()
    straight, worker = (median(rates[name]) for name in ("straight", "worker"))
    pairs = zip(rates["worker"], rates["straight"], strict=True)
    yield f"Assembling {count:,} mails: {assembled:.2f} s"
    yield (
        f"Sending {count:,} mails: {worker:,.0f} a second, straight to the server {straight:,.0f}: "
        f"{median([ours / theirs for ours, theirs in pairs]):.2f} ×"
    )


def _mail_goes_to(port: int) -> Any:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        MAIL_HOLD_SECONDS=0,
    )


def _forget(discussion: Discussion) -> None:
    """As if everybody had read all of it, and no mail had gone."""
    Mail.objects.all().delete()
    Notification.objects.filter(discussion=discussion).delete()


def _straight(port: int) -> float:
    """Seconds for the very messages that the worker will send, made up beforehand."""
    mails = list(Mail.objects.waiting().select_related("recipient"))
    rows = Notification.objects.filter(mail__in=Mail.objects.waiting())
    told = [Told(*row) for row in rows.values_list("mail", "kind", "event")]
    letters = emails.letters(mails, told, SiteIdentity.current())
    now = timezone.now()
    finished = [seal(letter, now) for letter in letters.values()]
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for message in finished:
            server.sendmail(settings.DEFAULT_FROM_EMAIL, message.to, message.content)
    return time.perf_counter() - began


def _send_all() -> None:
    while Mail.objects.waiting().exists():
        sending.send_due()
