"""The one mail that says why an answer was not posted."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone

from members import suspending
from notifications import bouncing, refusals, sending
from notifications.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(asha):
    assert refusals.refuse(asha, reason="Replies are closed.", words="I rang <them>.\n\nTwice.")
    return Mail.objects.get()


def sent(mailoutbox):
    sending.send_due()
    return [message_from_bytes(message.content, policy=default) for message in mailoutbox]


class TestTheMail:
    def test_says_why_and_gives_back_what_was_written(self, refused, mailoutbox):
        (message,) = sent(mailoutbox)
        assert message["To"] == "asha@example.org"
        assert message["Subject"] == "Your answer was not posted"
        text = message.get_body(("plain",)).get_content()
        assert "Your answer was not posted. Replies are closed." in text
        assert "I rang <them>." in text
        assert "I rang &lt;them&gt;." in message.get_body(("html",)).get_content()

    def test_says_that_it_answers_by_itself_and_belongs_to_no_list(self, refused, mailoutbox):
        (message,) = sent(mailoutbox)
        assert message["Auto-Submitted"] == "auto-replied"
        assert not {"List-Id", "List-Unsubscribe", "Reply-To"} & set(message.keys())

    def test_reaches_who_is_suspended(self, refused, asha, owner, mailoutbox):
        suspending.suspend(asha, by=owner)
        assert len(sent(mailoutbox)) == 1

    def test_is_not_sent_to_who_has_left(self, refused, asha, mailoutbox):
        asha.left_at = timezone.now()
        asha.save()
        assert sent(mailoutbox) == []
        assert Mail.objects.get().dropped_at
        assert Mail.objects.get().reason == "They have left."

    def test_is_not_sent_where_mail_has_stopped(self, refused, asha, mailoutbox):
        bouncing.note(asha, is_hard=True, reason="550 No such user")
        assert sent(mailoutbox) == []
