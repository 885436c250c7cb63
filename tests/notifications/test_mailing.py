"""From what waits to what goes out: which mails are made, and which are not."""

import pytest
from django.utils import timezone

from forum import following, hiding, marking
from forum.models import Level
from members import muting, suspending
from notifications import assembling, bouncing, delivery, schedule
from notifications.models import Mail, Notification, PassedOver, Preference
from tests.factories import make_discussion, make_member, make_reply
from tests.notifications.working import later, run, why_not

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_no_hold")]


@pytest.fixture
def discussion(asha):
    return make_discussion(author=asha)


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

    def test_what_somebody_wrote_who_was_muted_meanwhile(self, asha, discussion, ben, mailoutbox):
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        assembling.assemble_news()
        muting.mute(ben, by=asha)
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

    @pytest.mark.parametrize("verb", [suspending.suspend, suspending.ban])
    def test_anything_to_a_member_kept_out_meanwhile(
        self, asha, discussion, ben, owner, mailoutbox, verb
    ):
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        verb(asha, by=owner)
        run()
        assert mailoutbox == []
        assert why_not(asha) == PassedOver.UNREACHABLE

    def test_what_goes_with_the_edition(self, discussion, mailoutbox):
        ben = make_member()
        following.follow(discussion, member=ben)
        make_reply(discussion=discussion, author=make_member())
        run()
        assert [message.to for message in mailoutbox] == [["asha@example.org"]]

    def test_more_than_fifty_mails_a_day(self, asha, ben, mailoutbox, monkeypatch):
        monkeypatch.setattr(schedule, "MOST_IN_A_DAY", 2)
        for _ in range(3):
            make_reply(discussion=make_discussion(author=asha), author=ben)
        run()
        assert len(mailoutbox) == 2
        left = Notification.objects.get(mail=None)
        assert (left.level, left.passed_over) == (Level.EDITION, "")
        assert left.due_at
        assert left.due_at > timezone.now()
