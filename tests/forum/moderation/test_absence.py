"""What the site did while the owner was away, mailed to them once (features.md, no. 2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation import alarming
from forum.moderation.models import OfficialLetter
from members import safeguarding
from notifications import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def back_on(owner):
    """The owner leaves for three days, in which two posts are held and one thing is hidden."""
    until = timezone.localdate() + timedelta(days=3)
    safeguarding.go_away(until=until, by=owner)
    for count in (safeguarding.count_held, safeguarding.count_held, safeguarding.count_hidden):
        count()
    return until


def letters():
    return OfficialLetter.objects.filter(key__startswith="absence:")


class TestTheReport:
    def test_is_not_written_before_they_are_back(self, back_on):
        alarming.report_absence()
        assert not letters().exists()

    def test_is_written_once_when_the_day_has_come(self, back_on, owner, monkeypatch):
        monkeypatch.setattr(timezone, "localdate", lambda: back_on)
        for _ in range(2):
            alarming.report_absence()
        letter = letters().get()
        assert letter.member == owner
        assert f"until {back_on:%A} {back_on.day} {back_on:%B} the site did this" in letter.text
        assert "- held 2 posts for a moderator\n- slowed 0 discussions down\n- hid 1 thing " in (
            letter.text
        )

    def test_is_mailed_to_the_owner(self, back_on, owner, mailoutbox):
        safeguarding.come_back(by=owner)
        alarming.report_absence()
        tasks.send_mail()
        (sent,) = mailoutbox
        assert sent.to == [owner.email]
        assert b"Subject: While you were away" in sent.content

    def test_is_written_at_once_where_they_come_back_before(self, back_on, owner_client):
        owner_client.post("/admin/members/safeguards/back/")
        assert letters().count() == 1
        assert "While you were away" in owner_client.get("/admin/members/safeguards/").text

    def test_is_not_written_where_they_have_read_it(self, back_on, owner, monkeypatch):
        monkeypatch.setattr(timezone, "localdate", lambda: back_on)
        safeguarding.forget_report(by=owner)
        alarming.report_absence()
        assert not letters().exists()

    def test_of_the_next_absence_is_another(self, back_on, owner):
        safeguarding.come_back(by=owner)
        alarming.report_absence()
        safeguarding.go_away(until=back_on, by=owner)
        safeguarding.come_back(by=owner)
        alarming.report_absence()
        assert letters().count() == 2

    def test_is_nobody_s_where_nobody_was_away(self, owner):
        alarming.report_absence()
        assert not letters().exists()
