"""Mails made twice, at once and by many ways to follow: each is sent once."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from forum import following, marking
from forum.models import Event, Follow, Level
from notifications import assembling, delivery, earlier, outbox, sending
from notifications.models import Kind, Mail, MailKind, Notification
from tests.factories import make_discussion, make_member, make_reply
from tests.notifications.working import later, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_no_hold")]


@pytest.fixture
def discussion(asha):
    return make_discussion(author=asha)


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

    def test_what_another_worker_makes_a_mail_of_meanwhile_goes_with_it(
        self, asha, discussion, ben, monkeypatch
    ):
        """The other has told of the first reply just after this one saw that no mail waits."""
        waiting_mails = earlier.waiting_mails

        def make_one_meanwhile(pairs, now):
            found = waiting_mails(pairs, now)
            monkeypatch.setattr(earlier, "waiting_mails", waiting_mails)
            words = {"recipient": asha, "kind": MailKind.NEWS, "discussion": discussion}
            mail = Mail.objects.create(**words, created_at=now, due_at=now)
            first.update(mail=mail, due_at=None)
            return found

        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        first = Notification.objects.filter(pk=Notification.objects.get().pk)
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        monkeypatch.setattr(earlier, "waiting_mails", make_one_meanwhile)
        assembling.assemble_news()
        assembling.assemble_news()
        mail = Mail.objects.get()
        assert list(Notification.objects.values_list("mail", "due_at")) == [(mail.pk, None)] * 2


class TestMailsThatAWorkerIsBusyWith:
    def test_are_joined_by_nothing_and_lose_nothing(self, asha, discussion, ben, mailoutbox):
        first = make_reply(discussion=discussion, author=ben, body="First")
        delivery.deliver_new_events()
        assembling.assemble_news()
        # It has been claimed and made up, and there is nothing left to say.
        busy = outbox.claim(sending.MAILS, 500, timezone.now())
        marking.mark_discussion_read(discussion, member=asha, read_at=first.posted_at)
        make_reply(discussion=discussion, author=ben, body="Second")
        delivery.deliver_new_events()
        assembling.assemble_news()
        assert Notification.objects.get(event__reply__body="Second").mail is None
        outbox.note(busy[0], dropped_at=timezone.now(), reason="Nothing was left to say.")
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
