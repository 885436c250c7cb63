"""From a reply to a browser: each that asked is told once, and of nothing that is unwanted."""

from datetime import timedelta

import pytest
from django.utils import timezone
from py_vapid import Vapid02

from forum import following, hiding, marking
from forum.models import Level
from members import muting, suspending
from notifications import browsers, delivery, pushing
from notifications.models import Browser, Mail, MailKind, Notification, Preference
from tests.factories import make_reply
from tests.notifications.pushing.working import assert_nothing_is_sent, later, left, pushes, run

pytestmark = pytest.mark.django_db


class TestAReply:
    def test_is_told_in_every_browser_that_asked(self, phone, laptop, foxes, ben):
        reply = make_reply(discussion=foxes, author=ben, body="They were in our bins.")
        run()
        told = {
            "title": "Foxes on Wightman Road",
            "body": "Ben Okafor answered you",
            "url": reply.get_absolute_url(),
            "tag": f"discussion-{foxes.pk}",
        }
        assert phone.shown == laptop.shown == [told]
        assert pushes().sent().count() == 2

    def test_can_be_read_by_nobody_on_the_way(self, service, phone, foxes, ben):
        make_reply(discussion=foxes, author=ben, body="They were in our bins.")
        run()
        (taken,) = service.taken
        for word in (b"Foxes", b"Ben", b"bins", b"/forum"):
            assert word not in taken.body
        assert "Foxes" not in str(taken.headers)

    def test_says_to_its_service_who_asks_and_how_long_it_matters(self, service, phone, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        run()
        headers = service.taken[0].headers
        assert Vapid02.verify(headers["Authorization"])
        assert headers["Content-Encoding"] == "aes128gcm"
        assert headers["TTL"] == str(12 * 3600)
        assert headers["Urgency"] == "normal"
        assert len(headers["Topic"]) == 32

    def test_of_what_is_followed_is_less_urgent(self, service, phone, asha, ben, mo, foxes):
        following.follow(foxes, member=asha, level=Level.NOW)
        first = make_reply(discussion=foxes, author=mo)
        delivery.deliver_new_events()
        Notification.objects.update(read_at=timezone.now())
        make_reply(parent=first, author=ben)
        run()
        assert service.taken[0].headers["Urgency"] == "low"
        assert phone.shown[0]["body"] == "Ben Okafor replied"

    def test_is_pushed_beside_the_mail_and_also_where_no_mail_goes(
        self, phone, asha, foxes, ben, mailoutbox
    ):
        Preference.objects.create(member=asha, mail_stopped_at=timezone.now())
        make_reply(discussion=foxes, author=ben)
        run()
        assert len(phone.shown) == 1
        assert not mailoutbox

    def test_that_waits_for_the_edition_is_not_pushed(self, phone, asha, foxes, ben):
        Preference.objects.create(member=asha, to_me=Level.EDITION)
        make_reply(discussion=foxes, author=ben)
        run()
        assert not pushes().exists()

    def test_is_told_to_nobody_who_has_not_asked(self, service, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        run()
        assert not pushes().exists()
        assert not service.asked


class TestSeveralReplies:
    def test_are_one_push(self, phone, foxes, ben, mo):
        first = make_reply(discussion=foxes, author=ben)
        make_reply(discussion=foxes, author=mo)
        make_reply(discussion=foxes, author=ben)
        run()
        (shown,) = phone.shown
        assert shown["body"] == "Ben Okafor answered you, and 2 more are new"
        assert shown["url"] == first.get_absolute_url()

    def test_that_are_held_still_go_with_those_that_are_due(self, phone, foxes, ben, settings):
        settings.MAIL_HOLD_SECONDS = 600
        make_reply(discussion=foxes, author=ben)
        make_reply(discussion=foxes, author=ben)
        delivery.deliver_new_events()
        first = Notification.objects.earliest("pk")
        Notification.objects.filter(pk=first.pk).update(due_at=timezone.now())
        run()
        assert phone.shown[0]["body"].endswith("and 1 more is new")
        Notification.objects.exclude(due_at=None).update(due_at=timezone.now())
        run()
        assert len(phone.shown) == 1

    def test_are_told_once_while_the_first_is_unread(self, phone, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        run()
        later(hours=1)
        make_reply(discussion=foxes, author=ben)
        run()
        assert len(phone.shown) == 1

    def test_are_told_again_once_it_was_read(self, phone, asha, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        run()
        marking.mark_discussion_read(foxes, member=asha, read_at=timezone.now())
        later(hours=1)
        make_reply(discussion=foxes, author=ben)
        run()
        assert [each["body"] for each in phone.shown] == ["Ben Okafor answered you"] * 2

    def test_of_one_discussion_are_a_quarter_of_an_hour_apart(self, phone, asha, foxes, ben):
        make_reply(discussion=foxes, author=ben)
        run()
        marking.mark_discussion_read(foxes, member=asha, read_at=timezone.now())
        make_reply(discussion=foxes, author=ben)
        run()
        assert len(phone.shown) == 1
        later(minutes=15)
        run()
        assert len(phone.shown) == 2

    def test_are_no_more_in_a_day_than_anybody_wants(self, phone, asha, foxes, ben):
        browser = Browser.objects.get()
        now = timezone.now()
        Mail.objects.bulk_create(
            Mail(recipient=asha, kind=MailKind.PUSH, browser=browser, created_at=now, sent_at=now)
            for _ in range(50)
        )
        make_reply(discussion=foxes, author=ben)
        run()
        assert not phone.shown


class TestWhatIsUnwanted:
    """It was left to be pushed; what has become of it is looked up at the moment of sending."""

    @pytest.fixture
    def reply(self, phone, foxes, ben):
        reply = make_reply(discussion=foxes, author=ben)
        left()
        return reply

    @pytest.fixture(autouse=True)
    def _waits(self, reply):
        assert pushes().waiting().exists()

    def test_because_it_was_read(self, service, asha, foxes):
        marking.mark_discussion_read(foxes, member=asha, read_at=timezone.now())
        assert_nothing_is_sent(service)

    def test_because_the_reply_was_hidden(self, service, reply, mo):
        hiding.hide_reply(reply, by=mo)
        assert_nothing_is_sent(service)

    def test_because_the_discussion_was_hidden(self, service, foxes, mo):
        hiding.hide_discussion(foxes, by=mo)
        assert_nothing_is_sent(service)

    def test_because_the_discussion_was_muted(self, service, asha, foxes):
        following.mute(foxes, member=asha)
        assert_nothing_is_sent(service)

    def test_because_its_author_was_muted(self, service, asha, ben):
        muting.mute(ben, by=asha)
        assert_nothing_is_sent(service)

    def test_because_it_is_to_wait_for_the_edition(self, service, asha):
        Preference.objects.create(member=asha, to_me=Level.EDITION)
        assert_nothing_is_sent(service)

    def test_because_the_member_was_suspended(self, service, asha, mo):
        suspending.suspend(asha, by=mo, until=timezone.now() + timedelta(days=1))
        assert_nothing_is_sent(service)

    def test_because_the_member_has_left(self, service, asha):
        type(asha).objects.filter(pk=asha.pk).update(left_at=timezone.now())
        assert_nothing_is_sent(service)

    def test_because_the_browser_was_ended(self, service):
        Browser.objects.all().delete()
        assert_nothing_is_sent(service)

    def test_because_web_push_was_switched_off(self, service, settings):
        settings.VAPID_PRIVATE_KEY = ""
        assert_nothing_is_sent(service)

    def test_because_the_site_has_another_key(self, service, settings):
        settings.VAPID_PRIVATE_KEY = settings.VAPID_PRIVATE_KEY[::-1].replace("g", "E", 1)
        assert_nothing_is_sent(service)

    def test_because_another_member_asked_in_that_browser(self, service, phone, ben):
        browsers.ask(member=ben, name="Chrome on Android", **phone.asked)
        assert_nothing_is_sent(service)


class TestNight:
    @pytest.fixture
    def _night(self, phone, foxes, ben, monkeypatch):
        make_reply(discussion=foxes, author=ben)
        left()
        morning = timezone.now() + timedelta(hours=3)
        monkeypatch.setattr("notifications.schedule.end_of_night", lambda _now: morning)

    @pytest.mark.usefixtures("_night")
    def test_is_quiet_and_the_morning_tells(self, phone, by_day_again):
        pushing.send_due()
        assert not phone.shown
        by_day_again()
        later(hours=3)
        pushing.send_due()
        assert len(phone.shown) == 1

    @pytest.mark.usefixtures("_night")
    def test_is_not_for_whoever_does_not_wish_it(self, phone, asha):
        Preference.objects.create(member=asha, wants_quiet_nights=False)
        pushing.send_due()
        assert len(phone.shown) == 1

    @pytest.fixture
    def by_day_again(self, monkeypatch):
        return lambda: monkeypatch.setattr("notifications.schedule.end_of_night", lambda _now: None)
