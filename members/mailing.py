"""Mails about an account that nobody waits for: the worker sends them."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from members.models import Member

log = logging.getLogger(__name__)


def send(member: Member, name: str, **context: Any) -> bool:
    """Send the mail of this name in templates/members/email. Whether the server took it.

    A member without an address, such as a former one from the old site, is sent nothing.
    """
    if not member.email:
        return True
    words = {"member": member, "site_url": settings.SITE_URL, **context}
    subject = render_to_string(f"members/email/{name}_subject.txt", words).strip()
    text = render_to_string(f"members/email/{name}_message.txt", words)
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [member.email])
    try:
        message.send()
    except (SMTPException, OSError) as problem:
        log.warning("The mail %s to member %s was not sent: %s", name, member.pk, problem)
        return False
    return True
