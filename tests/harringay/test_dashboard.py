"""The first page of the admin: what whoever looks after the site should know today."""

from datetime import timedelta

import html5lib
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.models import DailyViews, Event, Reply
from forum.moderation.models import Assessment, LegalNotice
from members.models import Member
from notifications.models import Mail
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.cases import make_case, make_report
from tests.notifications.push_sink import SITE_KEY

pytestmark = pytest.mark.django_db

ADMIN = "/admin/"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OF_THE_OWNER = ("legal clocks running", "reviews due within a month", "mails to be sent")


def parsed(client):
    page = client.get(ADMIN).text
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)


def figures(client):
    """What each number is of, with all that is said of it."""
    return {
        said[1]: (int(said[0].replace(",", "")), " ".join(said[2:]))
        for figure in parsed(client).iterfind(".//li[@class]")
        if figure.get("class").startswith("figure")
        and (said := [text.strip() for text in figure.itertext() if text.strip()])
    }


def tables(client):
    """The numbers of each graph, by its caption and then by month."""
    return {
        graph.find("figcaption/strong").text: {
            row.find("th").text: row.find("td").text for row in graph.iterfind(".//tbody/tr")
        }
        for graph in parsed(client).iter("figure")
    }


class TestToday:
    def test_counts_what_came_since_midnight(self, owner_client):
        reply = make_reply()
        old = make_reply(discussion=reply.discussion)
        Reply.objects.filter(pk=old.pk).update(posted_at=timezone.now() - 2 * DAY)
        make_report(make_case(reply))
        make_member(joined_at=timezone.now())
        shown = figures(owner_client)
        assert shown["discussion started"][0] == 1
        assert shown["reply"][0] == 1
        assert shown["member joined"][0] == 1
        assert shown["report"][0] == 1


class TestWhatWaits:
    def test_counts_the_queue_and_says_what_is_overdue(self, mo_client):
        case = make_case(make_reply())
        make_case(make_discussion())
        type(case).objects.filter(pk=case.pk).update(decide_by=timezone.now() - HOUR)
        assert figures(mo_client)["in the queue"] == (2, "1 overdue")

    def test_counts_what_is_held(self, mo_client):
        reply = make_reply()
        now = timezone.now()
        Reply.objects.filter(pk=reply.pk).update(held_at=now, hidden_at=now)
        assert figures(mo_client)["held until somebody has looked"][0] == 1

    def test_shows_the_owner_which_legal_clocks_run(self, owner_client):
        now = timezone.now()
        report = make_report(make_case(make_reply()))
        LegalNotice.objects.create(report=report, sent_at=now, answer_by=now + 2 * DAY)
        count, note = figures(owner_client)["legal clocks running"]
        assert count == 1
        assert note.startswith("the first until")

    def test_shows_the_owner_which_reviews_are_late(self, owner_client):
        yesterday = timezone.localdate() - DAY
        Assessment.objects.filter(subject="illegal").update(review_on=yesterday)
        assert figures(owner_client)["reviews due within a month"] == (1, "1 overdue")


def yesterday():
    """At this time by the clock, whatever time it is."""
    return timezone.localtime() - DAY


class TestHealth:
    def test_says_since_when_mail_should_have_gone(self, owner_client, asha):
        now = timezone.now()
        Mail.objects.create(recipient=asha, kind="daily", created_at=now, due_at=yesterday())
        Mail.objects.create(
            recipient=asha, kind="refusal", created_at=now, failed_at=now, reason="550"
        )
        shown = figures(owner_client)
        assert shown["mails to be sent"] == (1, "the first since yesterday")
        assert shown["mails failed this week"][0] == 1
        assert "Something is late: mail." in owner_client.get(ADMIN).text

    def test_counts_what_goes_to_browsers_apart(self, owner_client, asha, settings):
        now = timezone.now()
        Mail.objects.create(recipient=asha, kind="push", created_at=now, due_at=now)
        Mail.objects.create(recipient=asha, kind="push", created_at=now, failed_at=now)
        assert "pushes to be sent" not in figures(owner_client)
        settings.VAPID_PRIVATE_KEY = SITE_KEY
        shown = figures(owner_client)
        assert shown["mails to be sent"][0] == shown["mails failed this week"][0] == 0
        assert shown["pushes to be sent"][0] == shown["pushes failed this week"][0] == 1

    def test_says_nothing_of_mail_whose_hour_has_not_come(self, owner_client, asha):
        now = timezone.now()
        Mail.objects.create(recipient=asha, kind="daily", created_at=now, due_at=now + HOUR)
        assert figures(owner_client)["mails to be sent"] == (1, "")
        assert "Something is late" not in owner_client.get(ADMIN).text

    def test_says_since_when_news_waits(self, owner_client):
        make_discussion()
        Event.objects.update(happened_at=yesterday())
        assert figures(owner_client)["new things to tell of"] == (1, "the first since yesterday")


class TestYear:
    def test_shows_views_and_posts_by_month_in_bars_and_in_numbers(self, owner_client):
        discussion = make_reply().discussion
        today = timezone.localdate()
        DailyViews.objects.create(discussion=discussion, seen_on=today, count=1200)
        cache.clear()
        shown = tables(owner_client)
        assert shown["Views in a year"][f"{today:%B %Y}"] == "1,200"
        assert shown["Posts in a year"][f"{today:%B %Y}"] == "2"
        assert len(shown["Posts in a year"]) == 13


class TestWhoSeesWhat:
    def test_moderators_what_is_theirs(self, mo_client):
        shown = figures(mo_client)
        assert "in the queue" in shown
        assert not shown.keys() & set(OF_THE_OWNER)

    def test_the_owner_all_of_it(self, owner_client):
        assert set(OF_THE_OWNER) <= figures(owner_client).keys()

    def test_nobody_else(self, client, asha_client):
        assert client.get(ADMIN).status_code == 302
        assert asha_client.get(ADMIN).status_code in {302, 403}


class TestQueries:
    def test_are_as_many_for_much_as_for_little(self, owner_client, asha):
        def ask():
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                owner_client.get(ADMIN)
            return len(asked)

        owner_client.get(ADMIN)
        few = ask()
        now = timezone.now()
        for _ in range(5):
            make_report(make_case(make_reply()))
            Mail.objects.create(recipient=asha, kind="refusal", created_at=now, due_at=now)
        assert Member.objects.count() > 5
        assert ask() == few
