"""Official letters: what moderation has written, mailed to each whom it is for.

They are no news that somebody could have asked us to spare them: nothing that a member has chosen
keeps one back, nor that they are kept out.
"""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from forum.models import SiteIdentity
from forum.moderation.models import OfficialLetter, with_status_links
from notifications.envelopes import Letter, Topic
from notifications.models import Mail, MailKind

AT_ONCE: Final = 500
NOWHERE: Final = "There is no address to send it to."


def take_up() -> None:
    """Make a mail of each letter that has none. Twice, and at once, makes one."""
    now = timezone.now()
    untaken = OfficialLetter.objects.filter(mail=None).order_by("pk")
    mails = [
        Mail(
            recipient_id=member,
            email="" if member else email,
            kind=MailKind.OFFICIAL,
            letter_id=key,
            created_at=now,
            due_at=now,
        )
        for key, member, email in untaken.values_list("pk", "member", "email")[:AT_ONCE]
    ]
    # A letter has one mail: what another worker has made meanwhile stays as it is.
    Mail.objects.bulk_create(mails, ignore_conflicts=True)


def letters(mails: Sequence[Mail]) -> dict[int, Letter | str]:
    """By the key of each mail what it says, or why it is not sent."""
    site = SiteIdentity.current()
    written = OfficialLetter.objects.in_bulk([mail.letter_id for mail in mails])
    return {
        mail.pk: _letter(mail, written[mail.letter_id or 0], site) if mail.address else NOWHERE
        for mail in mails
    }


def _letter(mail: Mail, written: OfficialLetter, site: SiteIdentity) -> Letter:
    words = with_status_links(written.text)
    context = {
        "subject": written.subject,
        "words": words,
        "site": site,
        "site_url": settings.SITE_URL,
    }
    return Letter(
        mail=mail,
        topic=Topic(sender_name=site.name, subject=written.subject),
        text=words,
        html=render_to_string("emails/official.html", context),
    )
