"""A mail server that refuses, breaks off or hangs: nothing is lost, and nothing is doubled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import following, hiding
from forum.models import Level
from notifications import addresses, assembling, delivery, outbox, sending, unsubscribing
from notifications.addresses import Matter
from notifications.models import Bounce, Mail, Notification, PassedOver
from notifications.unsubscribing import Scope
from tests.factories import make_discussion, make_member, make_reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("to_sink")]


@pytest.fixture
def discussion():
    return make_discussion()


@pytest.fixture
def followers(discussion):
    """Five neighbours who wish to hear straight away."""
    members = [make_member(address=f"neighbour-{number}") for number in range(5)]
    for member in members:
        following.follow(discussion, member=member, level=Level.NOW)
    return members


@pytest.fixture
def told(discussion, followers):
    """A reply of which they have yet to be mailed; whoever started the discussion need not be."""
    following.mute(discussion, member=discussion.author)
    reply = make_reply(discussion=discussion)
    delivery.deliver_new_events()
    assembling.assemble_news()
    return reply


def everyone(followers):
    return {member.email: 1 for member in followers}


def later():
    """As the worker does when some time has passed."""
    Mail.objects.waiting().update(due_at=timezone.now())
    Mail.objects.exclude(free_at=None).update(free_at=timezone.now() - timedelta(seconds=1))
    sending.send_due()


class TestRefusals:
    @pytest.mark.parametrize("manner", ["421", "450", "close", "hang"])
    def test_of_now_are_tried_again_and_everyone_has_it_once(self, sink, told, followers, manner):
        sink.manner = manner
        sending.send_due()
        assert not sink.taken
        assert Mail.objects.waiting().count() == len(followers)
        sink.let_go.set()
        sink.manner = "take"
        later()
        assert sink.recipients() == everyone(followers)
        assert not Mail.objects.waiting().exists()

    @pytest.mark.parametrize("manner", ["450", "550", "close", "hang"])
    def test_of_one_keep_nobody_else_back(self, sink, told, followers, manner):
        sink.manner, sink.only = manner, followers[2].email
        for _ in range(len(followers)):
            sending.send_due()
        sink.let_go.set()
        assert sink.recipients() == everyone([m for m in followers if m != followers[2]])

    def test_for_good_stop_mail_to_the_address(self, sink, told, discussion, followers):
        sink.manner, sink.only = "550", followers[2].email
        sending.send_due()
        failed = Mail.objects.failed().get()
        assert failed.recipient == followers[2]
        assert "No such user" in failed.reason
        assert Bounce.objects.stopping().get().email == followers[2].email

        sink.manner = "take"
        Mail.objects.update(created_at=timezone.now() - timedelta(hours=1))
        Notification.objects.update(read_at=timezone.now())
        make_reply(discussion=discussion)
        delivery.deliver_new_events()
        assembling.assemble_news()
        sending.send_due()
        assert followers[2].email not in sink.recipients()
        latest = Notification.objects.filter(recipient=followers[2]).latest("pk")
        assert latest.passed_over == PassedOver.UNREACHABLE

    def test_of_us_and_not_of_the_address_stop_mail_to_nobody(self, sink, told, followers):
        sink.manner, sink.words = "550", "5.7.1 Relay access denied"
        sending.send_due()
        assert not Bounce.objects.exists()
        sink.manner = "take"
        later()
        assert sink.recipients() == everyone(followers)

    def test_are_waited_out_longer_each_time(self, sink, told):
        sink.manner = "450"
        waits = []
        for _ in range(4):
            before = timezone.now()
            later()
            due_at = Mail.objects.waiting().earliest("pk").due_at
            assert due_at
            waits.append(round((due_at - before) / MINUTE))
        assert waits == [1, 5, 15, 30]

    def test_that_go_on_for_days_are_told_to_the_owner(self, sink, told):
        sink.manner = "450"
        Mail.objects.update(created_at=timezone.now() - timedelta(days=5))
        sending.send_due()
        assert not Mail.objects.waiting().exists()
        assert "Mailbox busy" in Mail.objects.failed().earliest("pk").reason

    def test_three_of_an_address_in_a_month_stop_mail_to_it(self, sink, told, followers):
        sink.manner, sink.only = "450", followers[0].email
        for _ in range(3):
            Mail.objects.filter(recipient=followers[0]).update(
                created_at=timezone.now() - timedelta(days=5), due_at=timezone.now(), failed_at=None
            )
            sending.send_due()
        assert [b.has_stopped_mail for b in Bounce.objects.order_by("pk")] == [False, False, True]


MINUTE = timedelta(minutes=1)


class TestServerThatIsDown:
    def test_loses_nothing(self, sink, told, followers, settings):
        settings.EMAIL_PORT = 1
        sending.send_due()
        assert Mail.objects.waiting().count() == len(followers)
        assert "cannot be reached" in Mail.objects.waiting().earliest("pk").reason
        assert set(Mail.objects.values_list("attempts", flat=True)) == {0}
        settings.EMAIL_PORT = sink.port
        sending.send_due()
        assert sink.recipients() == everyone(followers)

    def test_is_not_asked_for_each_mail(self, told, settings, monkeypatch):
        settings.EMAIL_PORT = 1
        monkeypatch.setattr(sending, "AT_ONCE", 2)
        sending.send_due()
        reasons = Mail.objects.exclude(reason="")
        assert reasons.count() == 2


class TestServerThatIsSlow:
    def test_is_left_when_the_run_ends_and_the_rest_waits_as_it_did(
        self, sink, told, followers, monkeypatch
    ):
        sink.delay = 0.3
        monkeypatch.setattr(sending, "RUN_SECONDS", 0.5)
        sending.send_due()
        assert 0 < len(sink.taken) < len(followers)
        assert not Mail.objects.exclude(free_at=None).exists()
        sink.delay = 0
        sending.send_due()
        assert sink.recipients() == everyone(followers)


class TestMailsThatCannotBeComposed:
    def test_keep_no_other_back_and_say_why(self, sink, told, followers, monkeypatch):
        compose = sending.COMPOSERS["news"]

        def fail_for_one(mails):
            if followers[1].pk in {mail.recipient_id for mail in mails}:
                raise KeyError("a template that errs")
            return compose(mails)

        monkeypatch.setitem(sending.COMPOSERS, "news", fail_for_one)
        sending.send_due()
        assert sink.recipients() == everyone([m for m in followers if m != followers[1]])
        assert "a template that errs" in Mail.objects.waiting().get().reason
        monkeypatch.setitem(sending.COMPOSERS, "news", compose)
        later()
        assert sink.recipients() == everyone(followers)


class TestRetriedWhileAWorkerIsBusy:
    def test_breaks_nothing(self, told, settings, monkeypatch):
        settings.EMAIL_PORT = 1
        claim = outbox.claim

        def claim_and_retry(*which):
            claimed = claim(*which)
            Mail.objects.update(attempts=0)
            return claimed

        monkeypatch.setattr(outbox, "claim", claim_and_retry)
        sending.send_due()
        assert set(Mail.objects.values_list("attempts", "free_at")) == {(0, None)}


class TestMeanwhile:
    def test_what_was_hidden_is_not_sent(self, sink, told, mo):
        sink.manner = "421"
        sending.send_due()
        hiding.hide_reply(told, by=mo)
        sink.manner = "take"
        later()
        assert not sink.taken
        assert not Mail.objects.waiting().exists()

    def test_whoever_unsubscribed_is_sent_nothing(self, sink, told, discussion, followers):
        sink.manner = "421"
        sending.send_due()
        token = addresses.unsubscribe_token(Matter(followers[0].pk, "reply", discussion.pk))
        standing = unsubscribing.standing(token)
        assert standing
        unsubscribing.stop(standing, Scope.DISCUSSION)
        sink.manner = "take"
        later()
        assert sink.recipients() == everyone(followers[1:])


class TestWorkerThatDied:
    def test_between_the_servers_yes_and_our_note_doubles_one_mail_and_loses_none(
        self, sink, told, followers, monkeypatch
    ):
        noted = []

        def die_at_the_third(*args, **kwargs):
            noted.append(args)
            if len(noted) == 3:
                raise KeyboardInterrupt
            return note(*args, **kwargs)

        note = outbox.note
        monkeypatch.setattr(outbox, "note", die_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            sending.send_due()
        monkeypatch.undo()
        assert len(sink.taken) == 3
        sending.send_due()
        assert len(sink.taken) == 3
        later()
        assert set(sink.recipients()) == set(everyone(followers))
        assert sorted(sink.recipients().values()) == [1, 1, 1, 1, 2]
        assert max(sink.message_ids().values()) == 2
