"""From what waits to what goes out: which mails are made, and which are not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from forum import following, hiding, marking
from forum.models import Event, Follow, Level
from members import suspending
from notifications import assembling, bouncing, delivery, sending
from notifications.models import Kind, Mail, MailKind, Notification, PassedOver, Preference
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(asha):
    return make_discussion(author=asha)


@pytest.fixture(autouse=True)
def _no_hold(settings):
    settings.MAIL_HOLD_SECONDS = 0


def later(**time):
    """Let some time pass for all that has happened so far."""
    ago = timedelta(**time)
    for mail in Mail.objects.all():
        Mail.objects.filter(pk=mail.pk).update(created_at=mail.created_at - ago)
    for pk, due_at in Notification.objects.exclude(due_at=None).values_list("pk", "due_at"):
        assert due_at
        Notification.objects.filter(pk=pk).update(due_at=due_at - ago)


def run():
    """All that the worker does, and what has been mailed so far."""
    delivery.deliver_new_events()
    assembling.assemble_news()
    sending.send_due()
    return Mail.objects.sent()


def why_not(member):
    return Notification.objects.filter(recipient=member).latest("pk").passed_over


class TestOneMailForOneQuietSpell:
    def test_a_burst_is_one_mail(self, discussion, ben, mailoutbox):
        for body in ("First", "Second", "Third"):
            make_reply(discussion=discussion, author=ben, body=body)
        run()
        (message,) = mailoutbox
        assert message.to == ["asha@example.org"]
        text = message.content.decode()
        assert text.index("First") < text.index("Second") < text.index("Third")

    def test_nothing_goes_out_while_it_is_held(self, discussion, ben, settings, mailoutbox):
        settings.MAIL_HOLD_SECONDS = 600
        make_reply(discussion=discussion, author=ben)
        run()
        assert mailoutbox == []
        assert Notification.objects.get().due_at

    def test_what_comes_while_the_first_is_held_goes_with_it(
        self, discussion, ben, settings, mailoutbox
    ):
        settings.MAIL_HOLD_SECONDS = 600
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        Notification.objects.update(due_at=timezone.now())
        make_reply(discussion=discussion, author=ben)
        run()
        assert len(mailoutbox) == 1
        assert Notification.objects.filter(mail__isnull=False).count() == 2

    def test_two_discussions_are_two_mails(self, asha, ben, mailoutbox):
        for _ in range(2):
            make_reply(discussion=make_discussion(author=asha), author=ben)
        run()
        assert len(mailoutbox) == 2


class TestOnlyTheFirstUnreadReply:
    def test_a_second_spell_is_not_mailed_while_the_first_is_unread(
        self, asha, discussion, ben, mailoutbox
    ):
        make_reply(discussion=discussion, author=ben)
        run()
        later(hours=1)
        make_reply(discussion=discussion, author=ben)
        run()
        assert len(mailoutbox) == 1
        assert why_not(asha) == PassedOver.EARLIER_UNREAD

    def test_reading_lets_the_next_one_be_mailed(self, asha, discussion, ben, mailoutbox):
        make_reply(discussion=discussion, author=ben)
        run()
        later(hours=1)
        marking.mark_discussion_read(discussion, member=asha, read_at=timezone.now())
        make_reply(discussion=discussion, author=ben)
        run()
        assert len(mailoutbox) == 2

    def test_no_two_mails_of_a_discussion_come_within_a_quarter_of_an_hour(
        self, asha, discussion, ben, mailoutbox
    ):
        make_reply(discussion=discussion, author=ben)
        run()
        marking.mark_discussion_read(discussion, member=asha, read_at=timezone.now())
        make_reply(discussion=discussion, author=ben)
        run()
        assert len(mailoutbox) == 1
        later(minutes=16)
        run()
        assert len(mailoutbox) == 2


class TestWhatIsNotMailed:
    def test_what_was_read_meanwhile(self, asha, discussion, ben, mailoutbox):
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        marking.mark_discussion_read(discussion, member=asha, read_at=timezone.now())
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.READ

    def test_what_was_hidden_meanwhile(self, asha, discussion, ben, mo, mailoutbox):
        reply = make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        hiding.hide_reply(reply, by=mo)
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.HIDDEN

    def test_what_was_hidden_while_the_mail_waited_for_its_server(
        self, asha, discussion, ben, mo, mailoutbox
    ):
        reply = make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        assembling.assemble_news()
        hiding.hide_reply(reply, by=mo)
        run()
        assert mailoutbox == []
        assert Mail.objects.get().dropped_at
        assert why_not(asha) == PassedOver.HIDDEN

    def test_a_discussion_that_was_muted_meanwhile(self, asha, discussion, ben, mailoutbox):
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        following.mute(discussion, member=asha)
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.UNWANTED

    def test_a_kind_of_news_that_is_not_wanted_any_more(self, asha, discussion, ben, mailoutbox):
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        Preference.objects.create(member=asha, to_me=Level.NEVER)
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.UNWANTED

    def test_anything_to_whom_wants_no_mail(self, asha, discussion, ben, mailoutbox):
        Preference.objects.create(member=asha, mail_stopped_at=timezone.now())
        make_reply(discussion=discussion, author=ben)
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.UNWANTED

    def test_anything_to_an_address_nobody_has_confirmed(self, asha, discussion, ben, mailoutbox):
        asha.emailaddress_set.update(verified=False)
        make_reply(discussion=discussion, author=ben)
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.UNREACHABLE

    def test_anything_to_an_address_that_takes_no_mail(self, asha, discussion, ben, mailoutbox):
        bouncing.note(asha, is_hard=True, reason="550 No such user")
        make_reply(discussion=discussion, author=ben)
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.UNREACHABLE

    def test_anything_to_a_member_suspended_meanwhile(
        self, asha, discussion, ben, owner, mailoutbox
    ):
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        suspending.suspend(asha, by=owner)
        run()
        assert mailoutbox == []

    def test_what_goes_with_the_edition(self, discussion, mailoutbox):
        ben = make_member()
        following.follow(discussion, member=ben)
        make_reply(discussion=discussion, author=make_member())
        run()
        assert [message.to for message in mailoutbox] == [["asha@example.org"]]

    def test_more_than_fifty_mails_a_day(self, asha, ben, mailoutbox, monkeypatch):
        monkeypatch.setattr(assembling, "MOST_IN_A_DAY", 2)
        for _ in range(3):
            make_reply(discussion=make_discussion(author=asha), author=ben)
        run()
        assert len(mailoutbox) == 2
        left = Notification.objects.get(mail=None)
        assert (left.level, left.passed_over) == (Level.EDITION, "")
        assert left.due_at
        assert left.due_at > timezone.now()


class TestTwice:
    def test_running_it_again_sends_nothing_again(self, discussion, ben, mailoutbox):
        make_reply(discussion=discussion, author=ben)
        for _ in range(3):
            run()
        assert len(mailoutbox) == 1

    def test_a_member_has_one_mail_waiting_for_a_discussion(self, asha, discussion):
        now = timezone.now()
        words = {"recipient": asha, "kind": MailKind.NEWS, "discussion": discussion}
        Mail.objects.create(**words, created_at=now, due_at=now)
        with pytest.raises(IntegrityError):
            Mail.objects.create(**words, created_at=now, due_at=now)

    def test_what_comes_while_a_mail_waits_for_its_server_goes_with_it(
        self, discussion, ben, mailoutbox
    ):
        make_reply(discussion=discussion, author=ben, body="First")
        delivery.deliver_new_events()
        assembling.assemble_news()
        make_reply(discussion=discussion, author=ben, body="Second")
        run()
        (message,) = mailoutbox
        assert "First" in message.content.decode()
        assert "Second" in message.content.decode()


class TestMailsThatAWorkerIsBusyWith:
    def test_are_joined_by_nothing_and_lose_nothing(self, asha, discussion, ben, mailoutbox):
        first = make_reply(discussion=discussion, author=ben, body="First")
        delivery.deliver_new_events()
        assembling.assemble_news()
        # It has been claimed and made up, and there is nothing left to say.
        busy = sending._claim(timezone.now())
        marking.mark_discussion_read(discussion, member=asha, read_at=first.posted_at)
        make_reply(discussion=discussion, author=ben, body="Second")
        delivery.deliver_new_events()
        assembling.assemble_news()
        assert Notification.objects.get(event__reply__body="Second").mail is None
        sending._note(busy[0], dropped_at=timezone.now(), reason="Nothing was left to say.")
        later(minutes=2)
        run()
        (message,) = mailoutbox
        assert "Second" in message.content.decode()


class TestFollows:
    def test_a_reply_in_a_discussion_followed_straight_away_is_mailed(self, ben, mailoutbox):
        discussion = make_discussion(author=make_member(email="dora@example.org"))
        following.follow(discussion, member=ben, level=Level.NOW)
        make_reply(discussion=discussion)
        run()
        assert sorted(message.to[0] for message in mailoutbox) == [
            "ben@example.org",
            "dora@example.org",
        ]

    def test_a_new_discussion_in_a_category_followed_straight_away_is_mailed(
        self, ben, discussion, mailoutbox
    ):
        following.follow(discussion.category, member=ben, level=Level.NOW)
        make_discussion(category=discussion.category, title="Bins on Wightman Road")
        run()
        (message,) = mailoutbox
        assert message.to == ["ben@example.org"]
        assert "Subject: Bins on Wightman Road" in message.content.decode()
        assert Notification.objects.get(recipient=ben).kind == Kind.DISCUSSION

    def test_of_several_ways_to_follow_the_soonest_holds(self, ben, discussion, mailoutbox):
        delivery.deliver_new_events()
        for subject, level in (
            (None, Level.NEVER),
            (discussion.category, Level.NOW),
            (discussion.category, Level.NOW),
        ):
            following.follow(subject, member=ben, level=level)
        make_discussion(category=discussion.category)
        run()
        assert [message.to for message in mailoutbox] == [["ben@example.org"]]

    def test_members_follow_what_they_start_and_what_they_reply_to(self, asha, ben, discussion):
        make_reply(discussion=discussion, author=ben)
        reasons = dict(Follow.objects.values_list("member__address", "reason"))
        assert reasons == {"asha": "started", "ben": "replied"}

    def test_members_need_not_follow_what_they_write_in(self, asha, ben):
        for member in (asha, ben):
            member.wants_to_follow_started = member.wants_to_follow_replied = False
            member.save()
        make_reply(discussion=make_discussion(author=asha), author=ben)
        assert not Follow.objects.exists()


def test_an_event_of_before_there_were_notifications_is_told_to_nobody(asha, discussion, ben):
    make_reply(discussion=discussion, author=ben)
    Event.objects.update(told_at=timezone.now())
    run()
    assert not Notification.objects.exists()
