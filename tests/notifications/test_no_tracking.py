"""No mail tells us that it was opened, nor which link in it was followed (safety L-55)."""

import email
import re
from email import policy

import pytest
from django.conf import settings
from django.core import mail

from forum import following
from notifications import assembling, delivery, sending
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

# Each reader's own, so that they can stop the mail.
OWN = "/u/"


@pytest.fixture
def mails(asha, mo, ben, settings):
    """The same news as two members are mailed it: the HTML of each."""
    settings.MAIL_HOLD_SECONDS = 0
    discussion = make_discussion(author=ben)
    for member in (asha, mo):
        following.follow(discussion, member=member)
    following.follow(discussion, member=ben)
    for member in (asha, mo):
        following.choose_level(following.of_member(discussion, member=member).get(), level="now")
    make_reply(discussion=discussion, author=ben, body="I saw it too.")
    delivery.deliver_new_events()
    assembling.assemble_news()
    sending.send_due()
    found = [_html_of(message) for message in mail.outbox]
    assert len(found) == 2
    return found


def _html_of(message):
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
    body = parsed.get_body(("html",))
    assert body
    return body.get_content()


def test_has_no_picture_to_fetch(mails):
    for html in mails:
        assert not re.search(r"<img|background=|url\(|<link|<script|@import", html, re.IGNORECASE)


def test_has_the_same_links_for_everybody(mails):
    hers, his = (set(re.findall(r'href="([^"]+)"', html)) for html in mails)
    assert hers & his
    assert all(OWN in link for link in hers ^ his)


def test_leads_nowhere_but_to_pages_of_the_site(mails):
    links = set(re.findall(r'href="([^"]+)"', mails[0]))
    assert links
    for link in links:
        assert link.startswith(settings.SITE_URL)
        assert "?" not in link
