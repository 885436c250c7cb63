"""Letters of moderation, each mailed once to whom it is for, whatever they have chosen."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.moderation.models import OfficialLetter
from members import suspending
from notifications import bouncing, forgetting, official_letters, tasks
from notifications.models import Bounce, Mail, MailKind, Preference
from tests.factories import make_member
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db


def write(*, member=None, email="", key="outcome:1", text="We looked at it."):
    return OfficialLetter.objects.create(
        key=key, member=member, email=email, subject="What came of your report", text=text
    )


@pytest.fixture
def sent(mailoutbox):
    def send():
        tasks.send_mail()
        return [message_from_bytes(message.content, policy=default) for message in mailoutbox]

    return send


class TestALetter:
    def test_to_a_member_goes_to_the_address_that_they_have_then(self, asha, sent):
        write(member=asha)
        asha.email = "asha@new.example.org"
        asha.save()
        (message,) = sent()
        assert message["To"] == "asha@new.example.org"
        assert message["Subject"] == "What came of your report"
        assert "We looked at it." in message.get_body(("plain",)).get_content()
        assert "We looked at it." in message.get_body(("html",)).get_content()

    def test_to_a_visitor_goes_to_the_one_that_they_gave(self, sent):
        write(email="jo@example.org")
        assert [message["To"] for message in sent()] == ["jo@example.org"]

    def test_is_no_list_that_one_could_leave_and_says_that_a_program_sent_it(self, asha, sent):
        write(member=asha)
        (message,) = sent()
        assert message["Auto-Submitted"] == "auto-generated"
        assert not {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"} & set(message.keys())

    def test_holds_the_link_by_which_a_report_is_followed(self, client, sent):
        report = receive("/about", email="jo@example.org")
        (message,) = sent()
        text = message.get_body(("plain",)).get_content()
        assert report.status_path in text
        assert "[status of" not in text
        assert client.get(report.status_path).status_code == 200

    def test_shows_what_looks_like_html_as_it_is(self, asha, sent):
        write(member=asha, text="They wrote <b>this</b>.")
        (message,) = sent()
        assert "&lt;b&gt;this" in message.get_body(("html",)).get_content()


class TestNothingKeepsOneBack:
    def test_that_a_member_has_chosen(self, asha, sent):
        Preference.objects.create(member=asha, mail_stopped_at=timezone.now())
        write(member=asha)
        assert len(sent()) == 1

    def test_while_they_are_kept_out(self, asha, owner, sent):
        suspending.suspend(asha, by=owner)
        write(member=asha)
        assert len(sent()) == 1

    def test_but_that_there_is_no_address(self, sent):
        nobody = make_member()
        nobody.email = None
        nobody.save()
        write(member=nobody)
        assert sent() == []
        assert Mail.objects.get().reason == "There is no address to send it to."


class TestOnce:
    def test_though_it_is_taken_up_again(self, asha, sent):
        write(member=asha)
        official_letters.take_up()
        official_letters.take_up()
        sent()
        assert len(sent()) == 1

    def test_though_two_workers_take_it_up_at_once(self, asha):
        letter = write(member=asha)
        official_letters.take_up()
        with pytest.raises(IntegrityError), transaction.atomic():
            Mail.objects.create(
                recipient=asha, kind=MailKind.OFFICIAL, letter=letter, created_at=timezone.now()
            )

    def test_though_old_mail_is_forgotten(self, asha, sent):
        write(member=asha)
        sent()
        Mail.objects.update(created_at=timezone.now() - timedelta(days=100))
        forgetting.forget_old(timezone.now() - timedelta(days=90))
        assert len(sent()) == 1

    def test_for_each_of_many_in_two_statements(self, asha, django_assert_num_queries):
        for nth in range(30):
            write(member=asha, key=f"outcome:{nth}")
        with django_assert_num_queries(2):
            official_letters.take_up()
        assert Mail.objects.count() == 30


class TestWhatCannotBeSent:
    def test_is_tried_again_and_seen_by_the_owner(self, owner_client, monkeypatch):
        def refuse(*_):
            raise SMTPServerDisconnected("gone")

        monkeypatch.setattr(EmailBackend, "send_messages", refuse)
        write(email="jo@example.org")
        tasks.send_mail()
        assert Mail.objects.filter(due_at__gt=timezone.now()).exists()
        page = owner_client.get("/admin/notifications/mail/").text
        assert "jo@example.org" in page
        assert "A letter from the moderators" in page

    def test_to_a_visitor_notes_no_bounce(self):
        write(email="jo@example.org")
        official_letters.take_up()
        bouncing.note_return(Mail.objects.get(), is_hard=True, reason="550 No such user")
        assert Mail.objects.get().failed_at
        assert not Bounce.objects.exists()


def test_only_an_official_letter_goes_to_who_is_no_member():
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.create(kind=MailKind.NEWS, email="jo@example.org", created_at=timezone.now())
