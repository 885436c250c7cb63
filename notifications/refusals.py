"""The one mail that tells a member why their answer by e-mail was not posted.

It gives them back what they wrote. At most one a day goes to anybody: two programs that answer each
other would never end.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from forum.models import SiteIdentity
from harringay import html
from members.models import Member
from notifications.envelopes import Letter, Topic
from notifications.models import Bounce, Mail, MailKind

ONE_IN: Final = timedelta(days=1)
SUBJECT: Final = "Your answer was not posted"
WORDS_LENGTH: Final = 60_000  # as much as is read of an answer


def refuse(member: Member, *, reason: str, words: str) -> bool:
    """Tell a member once a day; whether they were told. To be called in a transaction."""
    # In line behind whoever refuses them something else just now.
    Member.objects.select_for_update().get(pk=member.pk)
    now = timezone.now()
    refused = Mail.objects.filter(recipient=member, kind=MailKind.REFUSAL)
    if refused.filter(created_at__gt=now - ONE_IN).exists():
        return False
    said = {"reason": reason, "words": html.shorten(words, WORDS_LENGTH)}
    Mail.objects.create(
        recipient=member,
        kind=MailKind.REFUSAL,
        words=render_to_string("emails/refusal.txt", said),
        created_at=now,
        due_at=now,
    )
    return True


def letters(mails: Sequence[Mail]) -> dict[int, Letter | str]:
    """By the key of each mail what it says, or why it is not sent."""
    site = SiteIdentity.current()
    unreached = set(
        Bounce.objects.stopping()
        .filter(email__in=[mail.address for mail in mails if mail.address])
        .values_list("email", flat=True)
    )
    said: dict[int, Letter | str] = {mail.pk: _letter(mail, site) for mail in mails}
    for mail in mails:
        if mail.member.has_left:
            said[mail.pk] = "They have left."
        elif mail.address in unreached:
            said[mail.pk] = "Mail to their address has stopped."
    return said


def _letter(mail: Mail, site: SiteIdentity) -> Letter:
    context = {"subject": SUBJECT, "words": mail.words, "site": site, "site_url": settings.SITE_URL}
    return Letter(
        mail=mail,
        topic=Topic(sender_name=site.name, subject=SUBJECT, is_answer=True),
        text=mail.words,
        html=render_to_string("emails/refusal.html", context),
    )
