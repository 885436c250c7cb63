"""What somebody finds in the mails that the site has sent."""

import re

from django.core import mail


def mails_to(email: str | None) -> list[str]:
    """The texts of the mails to an address, oldest first."""
    return [str(message.body) for message in mail.outbox if message.to == [email]]


def code_sent_to(email: str | None) -> str:
    """The code in the newest mail to an address."""
    found = re.search(r"^    (\S+)$", mails_to(email)[-1], re.MULTILINE)
    assert found, "no code in the mail"
    return found.group(1)


def link_sent_to(email: str | None) -> str:
    """The path of the first link in the newest mail to an address, whose host is SITE_URL's."""
    found = re.search(r"^http://127\.0\.0\.1:8000(/\S+)$", mails_to(email)[-1], re.MULTILINE)
    assert found, "no link in the mail"
    return found.group(1)
