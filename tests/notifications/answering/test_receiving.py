"""What is done about a message that came, and that it is done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forum import closing, hiding
from forum.models import Audience, Reply
from members import limits, suspending
from notifications import addresses, answering, assembling, delivery, inbox, schedule, sending
from notifications.addresses import Answered
from notifications.answering import dealing
from notifications.models import InboundMail, Mail, MailKind, Outcome
from tests.factories import make_reply
from tests.notifications.mailing import MESSAGES, posted, receive, stored, written

pytestmark = pytest.mark.django_db


def refusals():
    return Mail.objects.filter(kind=MailKind.REFUSAL)


class TestAnAnswer:
    def test_is_posted_under_its_writer_s_name_to_what_it_answers(self, told):
        note = receive(stored("gmail-above"), told.answer)
        (reply,) = posted()
        assert note.outcome == Outcome.POSTED
        assert (reply.author, reply.discussion, reply.parent) == (
            told.member,
            told.discussion,
            told.reply,
        )
        assert reply.body == (MESSAGES / "gmail-above.txt").read_text().rstrip("\n")
        assert "Has anybody" not in reply.body_html

    def test_to_a_new_discussion_answers_its_opening_post(self, told, ben):
        to = addresses.answer_address(Answered(ben.pk, told.discussion.pk))
        receive(written(sender="ben@example.org"), to)
        (reply,) = posted()
        assert (reply.author, reply.parent) == (ben, None)

    def test_is_plain_text_whatever_stands_in_it(self, told):
        receive(stored("markup"), told.answer)
        assert "&lt;script&gt;" in posted()[0].body_html

    def test_is_taken_from_the_confirmed_address_whatever_its_case(self, told):
        receive(written(sender="Asha <ASHA@Example.org>"), told.answer)
        assert len(posted()) == 1

    def test_is_taken_at_an_address_whatever_its_case(self, told):
        receive(written(), told.answer.upper())
        assert len(posted()) == 1

    def test_finds_its_address_among_its_headers(self, told):
        receive(written(to=f"Ben <{told.answer}>, mo@example.org"))
        assert len(posted()) == 1

    def test_notes_what_was_left_out(self, told):
        assert receive(stored("photo-between"), told.answer).reason == "Attachments left out: 1."

    def test_to_two_discussions_is_posted_in_both(self, told, ben):
        other = addresses.answer_address(Answered(told.member.pk, make_reply().discussion_id))
        receive(written(), told.answer, other)
        assert len({reply.discussion_id for reply in posted()}) == 2

    def test_counts_as_having_read_what_it_answers(self, told, ben, settings, mailoutbox):
        settings.MAIL_HOLD_SECONDS = 0
        for number in range(2):
            Mail.objects.update(created_at=timezone.now() - 2 * schedule.APART)
            make_reply(discussion=told.discussion, author=ben)
            delivery.deliver_new_events()
            assembling.assemble_news()
            sending.send_due()
            receive(written(message_id=f"<{number}@mail.example.org>"), told.answer)
        assert inbox.unread_count(told.member) == 0
        assert [message.to for message in mailoutbox].count(["asha@example.org"]) == 2


class TestTwice:
    @pytest.mark.parametrize("name", ["gmail-above", "no-message-id"])
    def test_the_same_message_makes_one_reply(self, told, name):
        for _ in range(3):
            receive(stored(name), told.answer)
        assert len(posted()) == 1
        assert Reply.objects.filter(author=told.member).count() == 1

    def test_the_same_message_makes_one_reply_even_if_its_note_is_lost(self, told):
        receive(written(), told.answer)
        InboundMail.objects.all().delete()
        receive(written(), told.answer)
        assert Reply.objects.filter(author=told.member).count() == 1

    def test_cut_off_between_posting_and_noting_leaves_neither(self, told, monkeypatch):
        def die(*_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(inbox, "mark_mailed_read", die)
            with pytest.raises(KeyboardInterrupt):
                receive(written(), told.answer)
        assert not InboundMail.objects.exists()
        assert not Reply.objects.filter(author=told.member).exists()
        receive(written(), told.answer)
        assert Reply.objects.filter(author=told.member).count() == 1

    def test_one_refusal_is_not_another_the_second_time(self, told):
        for _ in range(2):
            receive(stored("refused-only-quoted"), told.answer)
        assert refusals().count() == 1
        assert InboundMail.objects.get().outcome == Outcome.REFUSED


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
class TestAtOnce:
    def bring(self, to, messages):
        """Eight at a time, each on a connection of its own; the pool has ten."""

        def bring_one(raw):
            try:
                answering.receive(raw, recipients=[to])
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(bring_one, messages))

    def test_the_same_message_makes_one_reply(self, told):
        self.bring(told.answer, [stored("gmail-above")] * 16)
        assert Reply.objects.filter(author=told.member).count() == 1
        assert InboundMail.objects.count() == 1
        told.discussion.refresh_from_db()
        assert told.discussion.reply_count == 2

    def test_two_that_cannot_be_posted_are_answered_by_one_mail(self, told, mo):
        closing.close(told.discussion, by=mo)
        self.bring(told.answer, [written(message_id=f"<{number}@x>") for number in range(8)])
        assert refusals().count() == 1


class TestWhatCannotBePosted:
    def refuse(self, told, words="I rang them.", **headers):
        note = receive(written(words, **headers), told.answer)
        assert not posted()
        assert note.outcome == Outcome.REFUSED
        assert words in refusals().get().words
        return note.reason

    def test_in_a_closed_discussion(self, told, mo):
        closing.close(told.discussion, by=mo)
        assert self.refuse(told) == "Replies are closed for this discussion."

    def test_by_a_suspended_member(self, told, owner):
        suspending.suspend(told.member, by=owner)
        assert self.refuse(told) == "You cannot reply here."

    def test_where_only_moderators_reply(self, told):
        category = told.discussion.category
        category.may_reply = Audience.MODERATORS
        category.save()
        assert self.refuse(told) == "You cannot reply here."

    def test_to_a_reply_that_was_taken_down(self, told, mo):
        hiding.hide_reply(told.reply, by=mo)
        assert "taken down" in self.refuse(told)

    def test_in_a_hidden_discussion_or_one_that_is_gone(self, told, mo):
        hiding.hide_discussion(told.discussion, by=mo)
        assert self.refuse(told) == "You cannot reply here."

    def test_that_is_too_long(self, told):
        assert "up to 20,000" in self.refuse(told, "Foxes and badgers" * 1200)

    def test_that_comes_too_often(self, told, monkeypatch):
        rule = limits.Rule(member=limits.Limit(0, 60))
        monkeypatch.setitem(limits.RULES, limits.Action.REPLY, rule)
        assert "a lot in a short time" in self.refuse(told)

    def test_that_says_nothing(self, told):
        receive(stored("refused-only-quoted"), told.answer)
        assert "nothing above the quoted text" in refusals().get().words

    def test_that_is_our_own_mail_and_more(self, told):
        receive(stored("refused-mangled-quote"), told.answer)
        assert "could not tell your words" in refusals().get().words

    def test_is_told_once_a_day(self, told, mo):
        closing.close(told.discussion, by=mo)
        outcomes = [
            receive(written(message_id=f"<{number}@mail.example.org>"), told.answer).outcome
            for number in range(3)
        ]
        assert outcomes == [
            Outcome.REFUSED,
            Outcome.REFUSED_QUIETLY,
            Outcome.REFUSED_QUIETLY,
        ]
        assert refusals().count() == 1
        refusals().update(created_at=timezone.now() - timedelta(days=1, minutes=1))
        receive(written(message_id="<4@mail.example.org>"), told.answer)
        assert refusals().count() == 2


def test_every_purpose_of_an_address_is_dealt_with():
    assert set(dealing._DEALS) == set(addresses.Purpose)
