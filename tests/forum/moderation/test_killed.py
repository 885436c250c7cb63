"""What is killed in the middle of moderation loses nothing, and doubles nothing."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from forum.models import Reply
from forum.moderation import alarming, auditing, noticing, reviewing
from forum.moderation.kinds import Kind
from forum.moderation.models import (
    Action,
    AuditEntry,
    Case,
    Decision,
    LegalNotice,
    Measure,
    OfficialLetter,
    Report,
)
from members import retaining
from notifications import official_letters
from notifications.models import Mail
from tests.factories import make_member, make_reply
from tests.forum.moderation.reported import decide, make_case
from tests.forum.moderation.reports import receive
from tests.forum.moderation.test_forgetting import closed_case
from tests.forum.moderation.test_noticing import send_notice
from tests.killing import check_survives

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def reply(ben) -> Reply:
    return make_reply(author=ben, body="He never paid the builders.")


def record() -> dict[str, object]:
    """All that moderation has written down, but for keys and references: no two are alike."""
    letters = OfficialLetter.objects.values_list("member", "email", "subject")
    return {
        "letters": Counter((*to, re.sub(r"R-\w+", "R", subject)) for *to, subject in letters),
        "mails": Counter(Mail.objects.values_list("recipient", "email")),
        "cases": Counter(Case.objects.values_list("state", "report_count", "version")),
        "reports": Report.objects.count(),
        "decisions": Counter(Decision.objects.values_list("action", "member")),
        "notices": Counter(LegalNotice.objects.values_list("sent_at", "answer_by")),
        "hidden": Reply.objects.exclude(hidden_at=None).count(),
        "audited": Counter(AuditEntry.objects.values_list("act", flat=True)),
        "chain": auditing.verify(),
    }


class TestLetters:
    def test_of_alarm_are_written_once(self, mo, owner, reply):
        make_case(reply, kind=Kind.CHILD)
        check_survives(lambda: alarming.sound(timezone.now() + timedelta(hours=5)), record)

    def test_of_each_morning_are_written_once(self, mo, owner, reply):
        make_case(reply)
        check_survives(lambda: alarming.send_list(MORNING), record)

    def test_of_reviews_are_written_once(self, owner):
        today = timezone.localdate()
        Measure.objects.update(review_on=today)
        check_survives(lambda: reviewing.remind_owners(today), record)

    def test_are_made_a_mail_of_once(self, mo, owner, reply):
        make_case(reply, kind=Kind.CHILD)
        alarming.sound(timezone.now() + timedelta(hours=5))
        check_survives(official_letters.take_up, record)


class TestClocksOfALegalNotice:
    @pytest.fixture(autouse=True)
    def _notice(self, owner, reply, settings):
        settings.DATA_KEY = "what the owner keeps in a drawer"
        send_notice(reply)

    def test_send_it_on_once(self):
        now = timezone.now()
        check_survives(lambda: noticing.keep_clocks(now), record)

    @pytest.mark.parametrize("hours", [-6, 0], ids=["warn", "take down"])
    def test_go_on_once_at_their_end(self, hours):
        noticing.keep_clocks(timezone.now())
        ends = LegalNotice.objects.get().answer_by
        assert ends
        moment = ends + timedelta(hours=hours)
        check_survives(lambda: noticing.keep_clocks(moment), record)


class TestReports:
    def test_that_hide_by_their_number_do_so_once(self, reply):
        for _ in range(2):
            receive(reply.get_absolute_url(), by=make_member())
        third, form = make_member(), uuid4()
        check_survives(lambda: receive(reply.get_absolute_url(), by=third, submission=form), record)

    def test_that_may_not_wait_hide_once(self, reply):
        form = uuid4()
        check_survives(
            lambda: receive(
                reply.get_absolute_url(), kind=Kind.CHILD, email="jo@example.org", submission=form
            ),
            record,
        )


class TestDecisions:
    def test_are_made_wholly_or_not_at_all(self, mo, reply):
        case = make_case(reply)
        check_survives(lambda: decide(case, Action.HIDE, by=mo), record)


class TestRetention:
    def test_forgets_all_of_a_case_in_the_end(self, monkeypatch):
        closed_case()
        later = timezone.now() + timedelta(days=4 * 365)
        monkeypatch.setattr(timezone, "now", lambda: later)
        check_survives(retaining.keep_to_the_rules, rows)


def rows() -> dict[str, int]:
    """How many rows each of our models has."""
    models = (
        model
        for app in ("forum", "moderation", "members", "notifications")
        for model in apps.get_app_config(app).get_models()
    )
    return {model.__name__: model._default_manager.count() for model in models}
