"""A backup each night, once, where the owner has said where."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from forum.moderation.deadlines import LONDON
from harringay import readiness, tasks
from harringay.backups import naming

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2027, 6, 1, 3, 10, tzinfo=LONDON)


@pytest.fixture
def at(monkeypatch, settings, backups):
    """The timetable's task at a moment; gives the backups that there are then."""
    settings.BACKUP_DIR = str(backups)

    def run(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        tasks.make_backup()
        return naming.finished_in(backups) if backups.is_dir() else []

    return run


class TestOfANight:
    def test_is_made_once(self, site, at):
        assert len(at(MORNING)) == 1
        assert len(at(MORNING + timedelta(minutes=30))) == 1
        assert len(at(MORNING + timedelta(hours=23))) == 1
        assert len(at(MORNING + timedelta(days=1))) == 2

    def test_is_made_when_the_site_is_back_from_a_night_without_it(self, site, at):
        assert len(at(MORNING + timedelta(hours=9))) == 1

    def test_is_made_on_the_mornings_on_which_clocks_change(self, site, at):
        for number, day in enumerate((28, 29), start=1):
            assert len(at(datetime(2027, 3, day, 3, 5, tzinfo=LONDON))) == number

    def test_is_not_made_where_nobody_has_said_where(self, site, at, settings):
        settings.BACKUP_DIR = ""
        assert at(MORNING) == []

    def test_that_has_not_been_made_is_late(self, site, at):
        assert readiness.late(timezone.now()) == ["backup"]
        at(timezone.now())
        assert readiness.late(timezone.now()) == []
