"""What was told long ago is forgotten, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import assembling, delivery, forgetting, sending
from notifications.models import InboundMail, Mail, Notification
from tests.factories import make_discussion, make_reply
from tests.notifications.mailing import receive, written

pytestmark = pytest.mark.django_db


def forget_old():
    forgetting.forget_old(timezone.now() - timedelta(days=90))


@pytest.fixture
def _mailed(asha, settings):
    settings.MAIL_HOLD_SECONDS = 0
    make_reply(discussion=make_discussion(author=asha))
    delivery.deliver_new_events()
    assembling.assemble_news()


def age(days):
    moment = timezone.now() - timedelta(days=days)
    Notification.objects.update(happened_at=moment)
    Mail.objects.update(created_at=moment)


@pytest.mark.usefixtures("_mailed")
class TestForgetOld:
    def test_forgets_what_was_told_more_than_ninety_days_ago(self):
        sending.send_due()
        age(91)
        forget_old()
        assert not Notification.objects.exists()
        assert not Mail.objects.exists()

    def test_keeps_what_is_younger(self):
        sending.send_due()
        age(89)
        forget_old()
        assert Notification.objects.exists()
        assert Mail.objects.exists()

    def test_keeps_what_waits_still(self):
        age(91)
        forget_old()
        assert Mail.objects.waiting().exists()


class TestWhoWroteToUs:
    def test_is_forgotten_with_the_rest_and_their_reply_is_not(self, told):
        old = receive(written(message_id="<old@x>"), told.answer)
        InboundMail.objects.update(received_at=timezone.now() - timedelta(days=91))
        new = receive(written(message_id="<new@x>"), told.answer)
        for _ in range(2):
            forget_old()
        assert InboundMail.objects.get() == new
        assert old.reply.discussion.replies.count() == 3
