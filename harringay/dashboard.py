"""What whoever looks after the site sees first in the admin: how today goes, what waits for them,
how the mail fares, and a year in bars.

Reads only, and as many queries however much there is.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db.models import Count, DateField, Min, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from forum.models import DailyViews, Discussion, Event, Reply
from forum.moderation import queueing
from forum.moderation.models import Assessment, LegalNotice, Measure, Report
from harringay import bars, moments, readiness
from members.models import Member
from notifications import push_keys
from notifications.models import Mail, MailQuerySet

A_YEAR: Final = timedelta(days=365)
A_WEEK: Final = timedelta(days=7)
SOON: Final = timedelta(days=30)  # the second of the reminders of a review (L-61)
YEAR_KEPT_FOR: Final = 3600  # seconds; a year's bars hardly grow in an hour


class Figure(NamedTuple):
    """A number, what it is of, and where one sees to it; `is_late` where that should be at once."""

    number: int
    name: str
    address: str = ""
    note: str = ""
    is_late: bool = False


def show(viewer: Member) -> dict[str, Any]:
    """The context of templates/admin/index.html."""
    now = timezone.now()
    return {
        "today": _today(),
        "waiting": _waiting(viewer, now),
        "health": _health(now) if viewer.is_owner else [],
        "amiss": readiness.amiss(now) if viewer.is_owner else [],
        "graphs": _year(timezone.localdate()),
    }


def _today() -> list[Figure]:
    """Since midnight, on this neighbourhood's clocks."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    discussions = Discussion.objects.filter(started_at__gte=start).count()
    replies = Reply.objects.filter(posted_at__gte=start).count()
    joined = Member.objects.filter(joined_at__gte=start).count()
    reports = Report.objects.filter(received_at__gte=start).count()
    return [
        Figure(discussions, "discussion started" if discussions == 1 else "discussions started"),
        Figure(replies, "reply" if replies == 1 else "replies"),
        Figure(joined, "member joined" if joined == 1 else "members joined"),
        Figure(reports, "report" if reports == 1 else "reports"),
    ]


def _waiting(viewer: Member, now: datetime) -> list[Figure]:
    cases, held = queueing.cases_of(viewer), queueing.held()
    counted = queueing.count(cases, now=now)
    appeals = cases.open().exclude(appeal_against=None).count()
    queue = reverse("admin:queue")
    overdue = f"{counted.overdue} overdue" if counted.overdue else ""
    figures = [
        Figure(counted.open, "in the queue", queue, overdue, is_late=bool(counted.overdue)),
        Figure(held.replies + held.discussions, "held until somebody has looked", queue),
        Figure(appeals, "appeals among them", queue),
    ]
    return [*figures, _clocks(now), _reviews(now)] if viewer.is_owner else figures


def _clocks(now: datetime) -> Figure:
    """Legal notices whose author has yet to answer (SI 2013/3028), and until when."""
    running = LegalNotice.objects.filter(sent_at__isnull=False, answered_at=None, answer_by__gt=now)
    found = running.aggregate(count=Count("pk"), first=Min("answer_by"))
    note = f"the first until {_day(found['first'])}" if found["first"] else ""
    return Figure(found["count"], "legal clocks running", reverse("admin:queue"), note)


def _reviews(now: datetime) -> Figure:
    """Assessments and measures to be reviewed within a month, or that should have been."""
    today = timezone.localdate(now)
    found = [
        rows.filter(review_on__lte=today + SOON).aggregate(
            count=Count("pk"), late=Count("pk", filter=Q(review_on__lt=today))
        )
        for rows in (Assessment.objects.in_force(), Measure.objects.all())
    ]
    late = sum(each["late"] for each in found)
    address = reverse("admin:moderation_safetyduties_changelist")
    count = sum(each["count"] for each in found)
    note = f"{late} overdue" if late else ""
    return Figure(count, "reviews due within a month", address, note, is_late=late > 0)


def _health(now: datetime) -> list[Figure]:
    """What has yet to go out, since when, and what could not."""
    news = Event.objects.filter(told_at=None).aggregate(count=Count("pk"), first=Min("happened_at"))
    figures = [
        _outgoing("new things to tell of", "", news, now - readiness.QUEUE_AGE),
        *_sent("mails", Mail.objects.to_addresses(), now),
    ]
    return figures + (_sent("pushes", Mail.objects.to_browsers(), now) if push_keys.is_on() else [])


def _sent(name: str, mails: MailQuerySet, now: datetime) -> list[Figure]:
    """Of mails, or of what goes to browsers."""
    address = reverse("admin:notifications_mail_changelist")
    due = mails.waiting().aggregate(count=Count("pk"), first=Min("due_at"))
    failed = mails.failed().filter(failed_at__gt=now - A_WEEK).count()
    late_before = now - readiness.MAIL_AGE
    return [
        _outgoing(f"{name} to be sent", f"{address}?state=waiting", due, late_before),
        Figure(failed, f"{name} failed this week", f"{address}?state=failed", is_late=failed > 0),
    ]


def _outgoing(name: str, address: str, found: dict[str, Any], late_before: datetime) -> Figure:
    """How many wait, and since when where the first of them should have gone by now."""
    is_late = found["first"] is not None and found["first"] < late_before
    note = f"the first since {_moment(found['first'])}" if is_late else ""
    return Figure(found["count"], name, address, note, is_late)


def _year(today: date) -> list[bars.Graph]:
    """Views and posts in each of the last twelve months and in this one."""
    months = list(bars.months_until(today, since=today - A_YEAR))
    key = f"year-in-bars:{today}"
    counted = cache.get(key)
    if counted is None:
        counted = (_views(months[0]), _posts(months[0]))
        cache.set(key, counted, YEAR_KEPT_FOR)
    views, posts = counted
    return [
        bars.by_month("Views in a year", views, months, "views"),
        bars.by_month("Posts in a year", posts, months, "posts"),
    ]


def _views(since: date) -> dict[date, int]:
    return DailyViews.objects.since(since).by_month()


def _posts(since: date) -> dict[date, int]:
    """Discussions and replies together, whatever became of them since."""
    start = timezone.make_aware(datetime.combine(since, time.min))
    counted: Counter[date] = Counter()
    for model, moment in ((Discussion, "started_at"), (Reply, "posted_at")):
        rows = model.objects.filter(**{f"{moment}__gte": start}).order_by()
        months = rows.values_list(TruncMonth(moment, output_field=DateField())).annotate(
            Count("pk")
        )
        counted.update(dict(months))
    return counted


def _moment(moment: datetime) -> str:
    return moments.words_since(moment, now=timezone.now())


def _day(moment: datetime) -> str:
    return moments.words_of_day(timezone.localdate(moment), today=timezone.localdate())
