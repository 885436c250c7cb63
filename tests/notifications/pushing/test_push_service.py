"""Push services that are away, refuse or slow down, and workers that do it twice or die."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.http import http_date

from forum import marking
from notifications import browsers, outbox, pushing
from notifications.models import PUSHES, Browser, Notification
from tests.factories import make_discussion, make_reply
from tests.notifications.push_sink import Reader
from tests.notifications.pushing.working import later, left, pushes, run

pytestmark = pytest.mark.django_db


class TestTheService:
    @pytest.fixture(autouse=True)
    def _told(self, phone, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        left()

    @pytest.mark.parametrize("status", [404, 410])
    def test_says_that_a_browser_is_gone_and_it_is_asked_no_more(self, service, foxes, ben, status):
        service.status = status
        pushing.send_due()
        assert not Browser.objects.exists()
        assert not pushes().waiting().exists()
        make_reply(discussion=foxes, author=ben)
        run()
        assert len(service.asked) == 1

    @pytest.mark.parametrize("status", [301, 307, 400, 403, 413, 429, 500, 503])
    def test_that_does_not_take_it_is_tried_again_later(self, service, phone, status):
        service.status = status
        pushing.send_due()
        pushing.send_due()
        # Nor where it is sent to.
        assert [each.path for each in service.asked] == [phone.path]
        push = pushes().get()
        assert push.reason == f"The push service answers {status}."
        assert push.due_at > timezone.now()
        service.status = 201
        later(minutes=1)
        pushing.send_due()
        assert len(phone.shown) == 1

    def test_is_left_alone_for_longer_each_time(self, service):
        service.status = 503
        waits = []
        for _ in range(6):
            pushes().update(due_at=timezone.now())
            pushing.send_due()
            waits.append(round((pushes().get().due_at - timezone.now()) / timedelta(minutes=1)))
        assert waits == [1, 5, 15, 30, 60, 60]

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize("how", ["seconds", "date"])
    def test_is_asked_nothing_before_the_moment_that_it_names(
        self, service, phone, asha, foxes, ben, status, how
    ):
        tablet = Reader(service, "/to/tablet")
        browsers.ask(member=asha, name="Firefox on a tablet", **tablet.asked)
        until = timezone.now() + timedelta(hours=2)
        service.status = status
        service.retry_after = "7200" if how == "seconds" else http_date(until.timestamp())
        pushing.send_due()
        make_reply(discussion=make_discussion(author=asha), author=ben)
        run()
        later(minutes=90)
        pushing.send_due()
        # Once, for all its browsers, and whatever is due meanwhile.
        assert len(service.asked) == 1
        waits = [push.due_at - timezone.now() for push in pushes().waiting()]
        assert min(waits) > timedelta(minutes=25)

        service.status, service.retry_after = 201, ""
        cache.clear()  # two hours have passed
        later(hours=2)
        pushing.send_due()
        assert len(phone.shown) == 2

    @pytest.mark.parametrize(
        ("said", "minutes"),
        [
            *[("soon", 1), ("-5", 1), ("0", 1), ("1.5", 1), ("²", 1), ("10", 1)],
            *[("Wed, 21 Oct 2015 07:28:00 GMT", 1), ("9" * 400, 1440)],
            ("Fri, 31 Dec 2199 23:59:59 GMT", 1440),
        ],
    )
    def test_is_believed_within_reason(self, service, said, minutes):
        service.status, service.retry_after = 503, said
        pushing.send_due()
        wait = pushes().get().due_at - timezone.now()
        assert round(wait / timedelta(minutes=1)) == minutes

    def test_is_given_up_after_four_days(self, service):
        service.status = 503
        pushes().update(created_at=timezone.now() - timedelta(days=5))
        pushing.send_due()
        assert pushes().failed().exists()

    def test_that_is_dead_keeps_no_other_back(self, service, phone, foxes, asha, ben, settings):
        settings.PUSH_SERVICES = ("http://127.0.0.1:9", *settings.PUSH_SERVICES)
        dead = Reader(service, "/dead").asked | {"endpoint": "http://127.0.0.1:9/dead"}
        for number in range(2):
            endpoint = f"http://127.0.0.1:9/dead/{number}"
            browsers.ask(member=asha, name="Old", **(dead | {"endpoint": endpoint}))
        Notification.objects.update(pushed_at=None, due_at=timezone.now())
        pushes().delete()
        run()
        assert len(phone.shown) == 1
        waiting = pushes().waiting()
        assert waiting.count() == 2
        assert all("cannot be reached" in each.reason for each in waiting)

    def test_that_is_away_for_one_browser_doubles_nothing_in_another(
        self, service, phone, asha, foxes, ben
    ):
        pushing.send_due()
        laptop = Reader(service, "/to/laptop")
        browsers.ask(member=asha, name="Firefox on a Mac", **laptop.asked)
        marking.mark_discussion_read(foxes, member=asha, read_at=timezone.now())
        later(hours=1)
        service.answers[laptop.path] = 503
        make_reply(discussion=foxes, author=ben)
        run()
        del service.answers[laptop.path]
        later(hours=1)
        make_reply(discussion=foxes, author=ben)
        run()
        assert len(phone.shown) == 2
        assert [each["body"] for each in laptop.shown] == [
            "Ben Okafor answered you, and 1 more is new"
        ]


class TestTwice:
    def test_running_it_again_sends_nothing_again(self, phone, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        for _ in range(3):
            run()
        assert len(phone.shown) == 1

    def test_two_workers_at_once_send_it_once(self, service, phone, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        left()
        claimed = outbox.claim(PUSHES, 50, timezone.now())
        pushing.send_due()
        assert not service.asked
        pushing._send(claimed, float("inf"))
        assert len(phone.shown) == 1

    def test_what_comes_while_one_is_on_its_way_has_one_of_its_own_once_that_was_read(
        self, service, phone, asha, foxes, ben
    ):
        make_reply(discussion=foxes, author=ben)
        left()
        claimed = outbox.claim(PUSHES, 50, timezone.now())
        marking.mark_discussion_read(foxes, member=asha, read_at=timezone.now())
        make_reply(discussion=foxes, author=ben)
        left()
        pushing._send(claimed, float("inf"))
        later(minutes=15)
        run()
        assert [each["body"] for each in phone.shown] == ["Ben Okafor answered you"]

    def test_a_worker_that_died_loses_nothing(self, service, phone, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        left()
        outbox.claim(PUSHES, 50, timezone.now())
        pushing.send_due()
        assert not phone.shown
        # It is nobody's after ten minutes.
        pushes().update(free_at=timezone.now())
        pushing.send_due()
        assert len(phone.shown) == 1

    def test_a_worker_that_died_after_it_was_sent_doubles_one_that_replaces_it(
        self, service, phone, foxes, ben, monkeypatch
    ):
        make_reply(discussion=foxes, author=ben)
        left()
        with monkeypatch.context() as dying:
            dying.setattr(outbox, "note", _die)
            with pytest.raises(KeyboardInterrupt):
                pushing.send_due()
        pushes().update(free_at=timezone.now())
        pushing.send_due()
        first, second = service.taken
        assert first.headers["Topic"] == second.headers["Topic"]
        assert phone.shown[0]["tag"] == phone.shown[1]["tag"]


def _die(*_args, **_kwargs):
    raise KeyboardInterrupt


def test_what_cannot_be_encrypted_keeps_no_other_back(phone, laptop, foxes, ben):
    Browser.objects.filter(name__startswith="Firefox").update(public_key="nonsense")
    make_reply(discussion=foxes, author=ben)
    run()
    assert len(phone.shown) == 1
    assert "could not be encrypted" in pushes().waiting().get().reason
