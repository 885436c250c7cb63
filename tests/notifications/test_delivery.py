"""Who is told of what has happened, and who is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import following, hiding, marking, withdrawing
from forum.models import Event, Level
from harringay import inserting
from members import muting
from notifications import delivery
from notifications.models import Kind, Notification, Preference
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


def told_of(event_kind="reply_posted"):
    """Who was told of the newest event of a kind, and why."""
    delivery.deliver_new_events()
    event = Event.objects.filter(kind=event_kind).latest("pk")
    rows = Notification.objects.filter(event=event)
    return {row.recipient.address: row.kind for row in rows.select_related("recipient")}


class TestReplies:
    def test_tell_whoever_started_the_discussion(self, asha, ben):
        make_reply(discussion=make_discussion(author=asha), author=ben)
        assert told_of() == {"asha": Kind.ANSWER}

    def test_tell_whoever_wrote_what_is_answered(self, asha, ben):
        discussion = make_discussion()
        make_reply(parent=make_reply(discussion=discussion, author=asha), author=ben)
        assert told_of()["asha"] == Kind.ANSWER

    def test_tell_those_who_follow_the_discussion(self, asha, ben):
        discussion = make_discussion()
        following.follow(discussion, member=asha)
        make_reply(discussion=discussion, author=ben)
        assert told_of()["asha"] == Kind.REPLY

    def test_tell_those_who_have_replied_before(self, asha, ben):
        discussion = make_discussion()
        make_reply(discussion=discussion, author=asha)
        make_reply(discussion=discussion, author=ben)
        assert told_of()["asha"] == Kind.REPLY

    def test_tell_whom_they_mention(self, asha, ben):
        make_reply(author=ben, body="Ask @Asha Ravindran about that.")
        assert told_of()["asha"] == Kind.MENTION

    def test_tell_whom_they_answer_of_the_answer_also_where_they_mention_them(self, asha, ben):
        make_reply(discussion=make_discussion(author=asha), author=ben, body="Thank you, @asha.")
        assert told_of() == {"asha": Kind.ANSWER}

    def test_do_not_tell_their_author(self, asha):
        discussion = make_discussion(author=asha)
        make_reply(discussion=discussion, author=asha, body="I, @asha, say so.")
        assert told_of() == {}

    def test_tell_nobody_who_has_stopped_following(self, asha, ben):
        discussion = make_discussion()
        make_reply(discussion=discussion, author=asha)
        following.stop_following(discussion, member=asha)
        make_reply(discussion=discussion, author=asha)
        make_reply(discussion=discussion, author=ben)
        assert "asha" not in told_of()

    def test_tell_nobody_who_has_muted_the_discussion_even_of_answers(self, asha, ben):
        discussion = make_discussion(author=asha)
        following.mute(discussion, member=asha)
        make_reply(discussion=discussion, author=ben)
        assert told_of() == {}

    def test_tell_nobody_who_has_muted_their_author(self, asha, ben, mo):
        discussion = make_discussion(author=asha)
        following.follow(discussion, member=mo)
        for member in (asha, mo):
            muting.mute(ben, by=member)
        make_reply(discussion=discussion, author=ben, body="As I told @mo.")
        assert told_of() == {}
        make_reply(discussion=discussion, author=make_member())
        assert told_of() == {"asha": Kind.ANSWER, "mo": Kind.REPLY, "ben": Kind.REPLY}

    def test_tell_the_muted_of_whoever_has_muted_them(self, asha, ben):
        muting.mute(ben, by=asha)
        make_reply(discussion=make_discussion(author=ben), author=asha)
        assert told_of() == {"ben": Kind.ANSWER}

    def test_tell_nobody_who_has_left_or_is_kept_out(self, asha, ben):
        discussion = make_discussion()
        for gone in (
            make_member(left_at=timezone.now()),
            make_member(suspended_at=timezone.now()),
            make_member(banned_at=timezone.now()),
            make_member(is_active=False),
        ):
            following.follow(discussion, member=gone)
        make_reply(discussion=discussion, author=ben)
        assert told_of() == {discussion.author.address: Kind.ANSWER}

    def test_tell_nobody_who_has_read_them_already(self, asha, ben):
        discussion = make_discussion(author=asha)
        reply = make_reply(discussion=discussion, author=ben)
        marking.mark_discussion_read(discussion, member=asha, read_at=reply.posted_at)
        assert told_of() == {}

    def test_tell_nobody_where_they_are_hidden_or_withdrawn_by_then(self, asha, ben, mo):
        discussion = make_discussion(author=asha)
        hiding.hide_reply(make_reply(discussion=discussion, author=ben), by=mo)
        assert told_of() == {}
        withdrawing.withdraw_reply(make_reply(discussion=discussion, author=ben), by=ben)
        assert told_of() == {}

    def test_tell_nobody_in_a_category_that_was_hidden_meanwhile(self, asha, ben):
        room = make_category()
        make_reply(discussion=make_discussion(author=asha, category=room), author=ben)
        room.hidden_at = timezone.now()
        room.save()
        assert told_of() == {}


class TestDiscussions:
    def test_tell_whom_they_mention(self, asha, ben):
        make_discussion(author=ben, body="Has @Asha Ravindran seen the foxes?")
        assert told_of("discussion_started") == {"asha": Kind.MENTION}

    def test_tell_those_who_follow_the_category_a_tag_or_everything(self, asha, ben, mo):
        room = make_category()
        tagged = make_discussion(tags=["foxes"]).tags.get()
        following.follow(room, member=asha)
        following.follow(tagged, member=ben)
        following.follow(None, member=mo)
        make_discussion(category=room, tags=["foxes"])
        told = told_of("discussion_started")
        assert told == dict.fromkeys(("asha", "ben", "mo"), Kind.DISCUSSION)

    def test_tell_nobody_twice_who_follows_both(self, asha):
        room = make_category()
        following.follow(room, member=asha)
        following.follow(None, member=asha)
        make_discussion(category=room)
        assert told_of("discussion_started") == {"asha": Kind.DISCUSSION}

    def test_tell_nobody_who_follows_something_else(self, asha):
        following.follow(make_category(), member=asha)
        make_discussion()
        assert told_of("discussion_started") == {}


class TestLevels:
    def test_answers_are_mailed_straight_away_and_the_rest_with_the_edition(self, asha, ben):
        discussion = make_discussion(author=asha)
        following.follow(discussion, member=ben)
        make_reply(discussion=discussion)
        told_of()
        assert Notification.objects.get(recipient=asha).level == Level.NOW
        assert Notification.objects.get(recipient=ben).level == Level.EDITION

    def test_a_member_chooses_otherwise(self, asha, ben):
        Preference.objects.create(member=asha, to_me=Level.WEEKLY)
        make_reply(discussion=make_discussion(author=asha), author=ben)
        told_of()
        assert Notification.objects.get(recipient=asha).level == Level.WEEKLY

    def test_a_follow_has_a_level_of_its_own(self, asha, ben):
        discussion = make_discussion()
        following.follow(discussion, member=asha, level=Level.NOW)
        make_reply(discussion=discussion, author=ben)
        told_of()
        assert Notification.objects.get(recipient=asha).level == Level.NOW

    def test_news_waits_as_long_as_the_settings_say(self, asha, ben, settings):
        settings.MAIL_HOLD_SECONDS = 90
        reply = make_reply(discussion=make_discussion(author=asha), author=ben)
        told_of()
        due_at = Notification.objects.get(recipient=asha).due_at
        assert due_at == reply.events.get().happened_at + timedelta(seconds=90)

    def test_what_is_never_to_be_mailed_waits_for_nothing(self, asha, ben):
        Preference.objects.create(member=asha, to_me=Level.NEVER)
        make_reply(discussion=make_discussion(author=asha), author=ben)
        told_of()
        assert Notification.objects.get(recipient=asha).due_at is None


class TestEvents:
    def test_are_told_once(self, asha, ben):
        make_reply(discussion=make_discussion(author=asha), author=ben)
        told_of()
        Event.objects.update(told_at=None)
        told_of()
        assert Notification.objects.filter(recipient=asha).count() == 1

    def test_one_that_fails_keeps_no_other_back(self, asha, ben, monkeypatch):
        discussion = make_discussion(author=asha)
        first, second = (make_reply(discussion=discussion, author=ben) for _ in range(2))
        insert_from = inserting.insert_from

        def fail_once(model, found, **columns):
            if columns["event"].value == first.events.get().pk:
                raise RuntimeError("the database is on fire")
            return insert_from(model, found, **columns)

        monkeypatch.setattr(delivery, "insert_from", fail_once)
        delivery.deliver_new_events()
        told = Notification.objects.filter(recipient=asha).values_list("event__reply", flat=True)
        assert list(told) == [second.pk]
        monkeypatch.undo()
        delivery.deliver_new_events()
        assert Notification.objects.filter(recipient=asha).count() == 2

    def test_take_as_many_statements_for_many_as_for_one(self, ben):
        counts = []
        for followers in (1, 30):
            discussion = make_discussion()
            for _ in range(followers):
                following.follow(discussion, member=make_member())
            delivery.deliver_new_events()
            make_reply(discussion=discussion, author=ben)
            with CaptureQueriesContext(connection) as asked:
                delivery.deliver_new_events()
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestSettling:
    def test_looks_at_each_row_once(self, asha, ben):
        discussion = make_discussion(author=asha)
        make_reply(discussion=discussion, author=ben)
        delivery.deliver_new_events()
        marking.mark_all_read(asha, read_at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            delivery.settle(Notification.objects.filter(discussion=discussion))
        (settled,) = [each["sql"] for each in asked if each["sql"].startswith("UPDATE")]
        # Named by their keys, as Django does for a join, ten thousand rows would be ten thousand
        # times ten thousand on a PostgreSQL that has not counted them yet.
        assert settled.count('"notifications_notification" V') == 0
        assert Notification.objects.exclude(read_at=None).exists()
