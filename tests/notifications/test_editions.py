"""When an edition is issued, what it covers, and that it is issued once."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from forum import hiding
from notifications import distributing, editions
from notifications.editions import Choice
from notifications.errors import IssuedMeanwhile
from notifications.models import Edition, EditionItem, Mail, Round
from tests.notifications.days import (
    HOUR,
    MINUTE,
    TUESDAY,
    WEDNESDAY,
    after,
    answered,
    before,
    hour_of,
    started,
)

DAY = timedelta(days=1)
MONDAY = TUESDAY - DAY


def issued():
    return [edition.issued_on for edition in Edition.objects.issued().order_by("number")]


def titles(edition):
    return [item.discussion.title for item in edition.items.all()]


@pytest.mark.django_db
class TestTheHour:
    def test_is_the_one_in_the_settings_by_the_clocks_of_the_neighbourhood(self, settings):
        settings.EDITION_HOUR = 7
        assert hour_of(date(2026, 3, 28)) == datetime(2026, 3, 28, 7, tzinfo=UTC)
        assert hour_of(date(2026, 3, 29)) == datetime(2026, 3, 29, 6, tzinfo=UTC)

    def test_brings_the_edition_and_no_moment_before_it_does(self):
        started(before(TUESDAY))
        editions.do_round(hour_of(TUESDAY) - MINUTE)
        assert TUESDAY not in issued()
        editions.do_round(after(TUESDAY))
        assert issued() == [TUESDAY]

    @pytest.mark.parametrize(
        ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (TUESDAY, 24)]
    )
    def test_makes_a_day_as_long_as_the_clocks_do(self, day, hours):
        since_at, until_at = editions.period_of(day)
        assert until_at.astimezone(UTC) - since_at.astimezone(UTC) == hours * HOUR

    @pytest.mark.parametrize("hour", [0, 1, 2, 23])
    @pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
    def test_comes_once_a_day_also_where_it_is_skipped_or_strikes_twice(self, settings, day, hour):
        settings.EDITION_HOUR = hour
        begins = datetime(day.year, day.month, day.day - 1, tzinfo=UTC)
        for minutes in range(0, 3 * 24 * 60, 20):
            editions.do_round(begins + minutes * MINUTE)
        rounds = list(Round.objects.order_by("day_on").values_list("day_on", flat=True))
        assert rounds == [rounds[0] + number * DAY for number in range(len(rounds))]
        assert day in rounds


@pytest.mark.django_db
class TestRounds:
    def test_done_twice_change_nothing(self, asha):
        started(before(TUESDAY))
        assert editions.do_round(after(TUESDAY))
        made = list(Edition.objects.values()), list(Mail.objects.values())
        started(before(TUESDAY))
        assert not editions.do_round(after(TUESDAY) + HOUR)
        assert (list(Edition.objects.values()), list(Mail.objects.values())) == made

    @pytest.mark.parametrize("late", [5 * MINUTE, 5 * HOUR, 7 * HOUR, 23 * HOUR])
    def test_are_done_late_where_the_worker_was_away(self, late):
        started(before(TUESDAY))
        started(hour_of(TUESDAY) + MINUTE, title="Wednesday's")
        editions.do_round(after(TUESDAY) + late)
        edition = Edition.objects.get()
        assert edition.issued_on == TUESDAY
        assert edition.until_at == hour_of(TUESDAY)
        assert titles(edition) == ["Foxes on Wightman Road"]

    def test_that_were_missed_are_in_the_next(self):
        editions.do_round(after(MONDAY - DAY))
        started(hour_of(MONDAY - DAY) - HOUR, title="Before")
        editions.issue(MONDAY - DAY, now=after(MONDAY - DAY))
        started(before(MONDAY), title="Monday's")
        started(before(TUESDAY), title="Tuesday's")
        editions.do_round(after(TUESDAY))
        assert issued() == [MONDAY - DAY, TUESDAY]
        assert titles(Edition.objects.get(issued_on=TUESDAY)) == ["Monday's", "Tuesday's"]

    def test_bring_none_on_a_day_without_news(self):
        started(hour_of(TUESDAY) - 30 * DAY)
        assert editions.do_round(after(TUESDAY))
        assert not Edition.objects.exists()

    def test_that_were_cut_off_are_done_again(self, asha, monkeypatch):
        started(before(TUESDAY))

        def fail(*_args, **_kwargs):
            raise RuntimeError("the power is gone")

        monkeypatch.setattr(distributing, "distribute", fail)
        with pytest.raises(RuntimeError):
            editions.do_round(after(TUESDAY))
        assert not Edition.objects.exists()
        monkeypatch.undo()
        editions.do_round(after(TUESDAY))
        assert issued() == [TUESDAY]


@pytest.mark.django_db
class TestAnEdition:
    def test_begins_where_the_last_one_ended(self):
        for number in range(1, 50):
            started(hour_of(MONDAY) - DAY + number * HOUR, title=str(number))
        for day in (MONDAY, TUESDAY):
            editions.issue(day, now=after(day))
        monday, tuesday = Edition.objects.order_by("number")
        assert tuesday.since_at == monday.until_at
        assert not set(titles(monday)) & set(titles(tuesday))

    def test_has_a_number_one_more_than_the_last(self):
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            if day != TUESDAY:
                started(before(day))
            editions.do_round(after(day))
        assert list(Edition.objects.order_by("issued_on").values_list("number", flat=True)) == [
            1,
            2,
        ]

    def test_keeps_the_numbers_that_it_came_out_with(self):
        discussion = started(before(TUESDAY))
        answered(discussion, hour_of(TUESDAY) - MINUTE)
        editions.do_round(after(TUESDAY))
        answered(discussion, hour_of(TUESDAY) - MINUTE, hour_of(TUESDAY) + MINUTE)
        item = EditionItem.objects.get()
        assert item.new_reply_count == 1
        assert item.newest_at == hour_of(TUESDAY) - MINUTE


@pytest.mark.django_db
class TestPreparing:
    NOW = hour_of(TUESDAY) - MINUTE

    @pytest.fixture(autouse=True)
    def _yesterdays(self):
        editions.do_round(after(MONDAY))

    def prepare(self, *, word="", choices=None, day=TUESDAY, now=NOW):
        editions.prepare(day, word=word, choices=choices or {}, now=now)

    def test_sets_a_word_and_decides_about_discussions(self):
        first, second, third = (
            started(hour_of(TUESDAY) - number * HOUR, title=f"{number} hours before")
            for number in (3, 2, 1)
        )
        choices = {
            first.pk: Choice.DROPPED,
            third.pk: Choice.PROMOTED,
            second.pk: Choice.AS_IT_COMES,
        }
        self.prepare(word="Mind the ice.", choices=choices)
        editions.do_round(after(TUESDAY))
        edition = Edition.objects.get()
        assert edition.word == "Mind the ice."
        assert titles(edition) == ["1 hours before", "2 hours before"]

    def test_may_be_done_again_and_the_last_counts(self):
        discussion = started(before(TUESDAY))
        self.prepare(word="No.", choices={discussion.pk: Choice.DROPPED})
        self.prepare(word="Yes.")
        editions.do_round(after(TUESDAY))
        assert Edition.objects.get().word == "Yes."
        assert EditionItem.objects.count() == 1

    def test_makes_no_edition_of_a_day_without_news(self):
        self.prepare(word="Nothing happened.")
        editions.do_round(after(TUESDAY))
        assert not issued()

    def test_waits_for_the_next_day_with_news(self):
        self.prepare(word="Mind the ice.")
        editions.do_round(after(TUESDAY))
        started(before(WEDNESDAY))
        editions.do_round(after(WEDNESDAY))
        edition = Edition.objects.get()
        assert (edition.issued_on, edition.word) == (WEDNESDAY, "Mind the ice.")

    def test_is_refused_once_the_edition_is_out(self):
        started(before(TUESDAY))
        editions.do_round(after(TUESDAY))
        with pytest.raises(IssuedMeanwhile):
            self.prepare(word="Too late.", now=after(TUESDAY))
        assert Edition.objects.get().word == ""

    def test_knows_which_comes_next(self):
        assert editions.next_day(self.NOW) == TUESDAY
        assert editions.next_day(after(TUESDAY)) == TUESDAY
        editions.do_round(after(TUESDAY))
        assert editions.next_day(after(TUESDAY)) == WEDNESDAY

    def test_promises_nothing_of_what_is_hidden_before_the_hour(self, mo):
        discussion = started(before(TUESDAY))
        self.prepare(choices={discussion.pk: Choice.PROMOTED})
        hiding.hide_discussion(discussion, by=mo)
        editions.do_round(after(TUESDAY))
        assert not issued()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_issue_one_edition_and_make_each_mail_once(asha, ben):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    started(before(TUESDAY), author=ben)
    start, done = Barrier(2), []

    def work():
        start.wait()
        done.append(editions.do_round(after(TUESDAY)))
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [False, True]
    assert issued() == [TUESDAY]
    assert Mail.objects.filter(recipient=asha).count() == 1
