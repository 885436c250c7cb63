"""Asha was mailed what Ben answered her, and somebody now writes to the addresses in that mail."""

import pytest
from django.utils import timezone

from notifications.models import Mail, MailKind
from tests.factories import make_discussion, make_reply
from tests.notifications.mailing import Told


@pytest.fixture
def takes_mail(settings):
    """Mail comes in, on a site with a name of its own."""
    settings.REPLY_DOMAIN = "reply.harringay.example"
    settings.SITE_URL = "https://harringay.example"
    settings.SITE_HOST = "harringay.example"
    settings.DEFAULT_FROM_EMAIL = "noreply@harringay.example"


@pytest.fixture
def told(asha, ben, takes_mail):
    discussion = make_discussion(author=asha)
    reply = make_reply(discussion=discussion, author=ben)
    mail = Mail.objects.create(
        recipient=asha,
        kind=MailKind.NEWS,
        discussion=discussion,
        created_at=timezone.now(),
        sent_at=timezone.now(),
    )
    return Told(asha, discussion, reply, mail)
