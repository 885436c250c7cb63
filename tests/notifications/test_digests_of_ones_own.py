"""What a member follows, in an edition's mail or in one of its own; and the mail of the week."""

from datetime import timedelta

import pytest

from forum import following, marking
from forum.models import Follow, Level, Reply
from notifications import assembling, delivery, editions, sending, tasks
from notifications.models import (
    Edition,
    Kind,
    Mail,
    MailKind,
    Notification,
    PassedOver,
    Rhythm,
)
from tests.factories import make_edition
from tests.notifications.days import (
    MINUTE,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    after,
    answered,
    before,
    choose,
    evening_of,
    hour_of,
    sent_to,
    started,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_a_week_in_march")]

BEFORE = before(TUESDAY)


class TestWhatTheyFollow:
    @pytest.fixture
    def told(self, asha, ben):
        """Asha follows something of long ago in which Ben replies, on Tuesday or on another day."""
        choose(ben, Rhythm.NEVER)
        discussion = started(hour_of(TUESDAY) - timedelta(days=20), author=ben, title="Bins")
        following.follow(discussion, member=asha)
        Follow.objects.update(followed_at=discussion.started_at)

        def reply(at, body="The blue ones."):
            answered(discussion, at, author=ben, body=body)
            delivery.deliver_new_events()
            return discussion

        return reply

    def test_goes_with_the_edition(self, told, asha, mailoutbox):
        told(BEFORE)
        evening_of(TUESDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert "Ben Okafor replied in Bins" in mail
        notification = Notification.objects.get(recipient=asha)
        assert notification.mail == Mail.objects.get(recipient=asha)
        assert notification.due_at is None

    def test_is_mailed_also_to_those_who_want_no_edition(self, told, asha, mailoutbox):
        choose(asha, Rhythm.NEVER)
        told(BEFORE)
        started(BEFORE, author=asha, title="Not for Asha")
        evening_of(TUESDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert "Subject: What you follow: Bins" in mail
        assert "Not for Asha" not in mail

    def test_is_mailed_also_on_a_day_without_an_edition(self, told, asha, mailoutbox):
        choose(asha, Rhythm.NEVER)
        told(BEFORE)
        Reply.objects.update(posted_at=hour_of(TUESDAY) - timedelta(days=20))
        evening_of(TUESDAY)
        assert not Edition.objects.exists()
        assert len(sent_to(asha, mailoutbox)) == 1

    def test_goes_out_after_news_of_the_hour(self, told, asha, ben, settings, mailoutbox):
        settings.MAIL_HOLD_SECONDS = 0
        told(BEFORE)
        answered(started(BEFORE, author=asha, title="Trees"), BEFORE + MINUTE, author=ben)
        delivery.deliver_new_events()
        editions.do_round(after(TUESDAY))
        assembling.assemble_news()
        sending.send_due()
        news, edition = sent_to(asha, mailoutbox)
        assert "Subject: Re: Trees" in news
        assert "replied in Bins" in edition

    def test_goes_with_it_also_where_the_worker_was_away(self, told, asha, ben, mailoutbox):
        day = SUNDAY + timedelta(days=3)
        bins = told(before(TUESDAY))
        marking.mark_discussion_read(bins, member=asha, read_at=before(TUESDAY))
        answered(bins, before(day), author=ben, body="The green ones.")
        tasks.issue_edition()
        sending.send_due()
        assert Mail.objects.get(recipient=asha).issued_on == day
        assert "The green ones." in sent_to(asha, mailoutbox)[0]

    def test_is_mailed_once(self, told, asha, mailoutbox):
        told(BEFORE)
        for day in (TUESDAY, WEDNESDAY):
            evening_of(day)
        assert len(sent_to(asha, mailoutbox)) == 1

    def test_waits_for_its_own_day(self, told, asha, mailoutbox):
        told(hour_of(TUESDAY) + MINUTE)
        evening_of(TUESDAY)
        assert sent_to(asha, mailoutbox) == []
        evening_of(WEDNESDAY)
        assert len(sent_to(asha, mailoutbox)) == 1

    def test_is_passed_over_where_it_was_read(self, told, asha, mailoutbox):
        discussion = told(BEFORE)
        marking.mark_discussion_read(discussion, member=asha, read_at=BEFORE)
        evening_of(TUESDAY)
        assert mailoutbox == []
        assert Notification.objects.get(recipient=asha).passed_over == PassedOver.READ

    def test_is_passed_over_where_it_was_read_while_the_mail_waited(self, told, asha, mailoutbox):
        choose(asha, Rhythm.NEVER)
        discussion = told(BEFORE)
        editions.do_round(after(TUESDAY))
        marking.mark_discussion_read(discussion, member=asha, read_at=BEFORE)
        sending.send_due()
        assert mailoutbox == []
        assert Notification.objects.get(recipient=asha).passed_over == PassedOver.READ

    def test_is_not_told_twice_where_a_new_discussion_is_an_item(self, foxes, asha, mailoutbox):
        following.follow(foxes.category, member=asha)
        Follow.objects.update(followed_at=BEFORE - MINUTE)
        delivery.deliver_new_events()
        assert Notification.objects.get(recipient=asha).kind == Kind.DISCUSSION
        evening_of(TUESDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert "started Foxes" not in mail
        assert mail.count("Three of them, at noon") == 2  # once as text, once as HTML


class TestTheWeek:
    def test_is_sent_on_sundays_to_those_who_chose_it(self, foxes, asha, mailoutbox):
        choose(asha, Rhythm.WEEKLY)
        evening_of(TUESDAY)
        started(before(WEDNESDAY), author=foxes.author, title="Bins")
        evening_of(WEDNESDAY)
        assert mailoutbox == []
        evening_of(SUNDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert mail.index("Foxes") < mail.index("Bins")
        assert Mail.objects.get(recipient=asha).kind == MailKind.WEEKLY

    def test_holds_the_editions_since_the_last_sunday(self, foxes, asha, mailoutbox):
        choose(asha, Rhythm.WEEKLY)
        for day in (SUNDAY - timedelta(days=7), SUNDAY - timedelta(days=6), SUNDAY):
            at = hour_of(day) - MINUTE
            make_edition(day, started(at, author=foxes.author, title=f"Of {day:%d %B}"))
        evening_of(SUNDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert "Of 15 March" not in mail
        assert mail.index("Of 16 March") < mail.index("Of 22 March")

    def test_tells_of_a_discussion_once(self, foxes, asha, mailoutbox):
        choose(asha, Rhythm.WEEKLY)
        evening_of(TUESDAY)
        answered(foxes, before(WEDNESDAY), author=foxes.author)
        evening_of(WEDNESDAY)
        evening_of(SUNDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert mail.count("Three of them, at noon") == 2  # once as text, once as HTML

    def test_goes_out_late_where_the_worker_was_away_on_sunday(self, foxes, asha, mailoutbox):
        choose(asha, Rhythm.WEEKLY)
        evening_of(TUESDAY)
        evening_of(SUNDAY + timedelta(days=2))
        assert len(sent_to(asha, mailoutbox)) == 1
        evening_of(SUNDAY + timedelta(days=3))
        assert len(sent_to(asha, mailoutbox)) == 1

    def test_brings_what_they_wish_to_hear_weekly(self, asha, ben, mailoutbox):
        choose(asha, Rhythm.NEVER, to_me=Level.WEEKLY)
        choose(ben, Rhythm.NEVER)
        bins = started(hour_of(TUESDAY) - timedelta(days=20), author=asha, title="Bins")
        answered(bins, BEFORE, author=ben)
        delivery.deliver_new_events()
        evening_of(TUESDAY)
        assert mailoutbox == []
        evening_of(SUNDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert "Ben Okafor answered you in Bins" in mail
