"""What came long ago is forgotten, and nothing sooner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import refusals, tasks
from notifications.models import InboundMail, Mail
from tests.notifications.mailing import receive, written

pytestmark = pytest.mark.django_db


class TestForgetOld:
    def test_forgets_who_wrote_a_quarter_of_a_year_ago_and_may_run_twice(self, told):
        old = receive(written(message_id="<old@x>"), told.answer)
        InboundMail.objects.update(received_at=timezone.now() - timedelta(days=91))
        new = receive(written(message_id="<new@x>"), told.answer)
        for _ in range(2):
            tasks.forget_old_inbound_mail()
        assert InboundMail.objects.get() == new
        assert old.reply.discussion.replies.count() == 3

    def test_forgets_the_words_that_were_given_back(self, asha):
        refusals.refuse(asha, reason="Replies are closed.", words="I rang them.")
        tasks.forget_old_inbound_mail()
        assert "I rang them." in Mail.objects.get().words
        ago = timezone.now() - timedelta(days=91)
        Mail.objects.update(created_at=ago, sent_at=ago, due_at=None)
        tasks.forget_old_inbound_mail()
        assert not Mail.objects.get().words
