"""What several of these tests need: mail that does not wait or is answered, and a week gone by."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from notifications.models import Mail, MailKind, Preference
from tests.factories import make_discussion, make_reply
from tests.notifications.days import SUNDAY, TUESDAY, before, hour_of, started
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


@pytest.fixture
def _no_hold(settings):
    """What is told is mailed at once."""
    settings.MAIL_HOLD_SECONDS = 0


@pytest.fixture
def _a_week_in_march(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Now is some days after the Sunday: whatever has waited for its day may go out."""
    now = hour_of(SUNDAY) + timedelta(days=4)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def foxes(ben):
    """A discussion of Tuesday's, by somebody who wants no mail."""
    Preference.objects.create(member=ben, mail_stopped_at=before(TUESDAY))
    return started(before(TUESDAY), author=ben, title="Foxes on Wightman Road")
