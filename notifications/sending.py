"""Sending the mails that are due: over one connection, each noted the moment it has gone.

A worker claims a few at a time and says until when it is busy with them. If it dies, another takes
them after that; what the server had just taken and nobody had noted is then sent again, under the
same Message-ID: one mail at the most. What cannot be sent waits, longer each time, and after four
days it has failed; the owner sees why.
"""

import logging
import smtplib
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.models import Level, SiteIdentity
from notifications import assembling, bouncing, emails
from notifications.envelopes import Letter, seal
from notifications.models import Mail, MailKind, Notification

log = logging.getLogger(__name__)

AT_ONCE = 50
# Longer than a batch takes where each of its mails waits as long as the server may (settings).
BUSY_FOR = timedelta(minutes=10)
RUN_SECONDS = 60.0  # the worker has other things to do; the next run comes in seconds
WAITS = (1, 5, 15, 30, 60)  # minutes before it is tried again; the last of them ever after
GIVEN_UP_AFTER = timedelta(days=4)
REASON_LENGTH = 300

# RFC 5321, section 4.2: what a reply's number says.
SERVICE_CLOSING = 421
PERMANENT = 500


class ServerAway(Exception):
    """The mail server cannot be reached, or has broken off: no use in trying the next one."""


def send_due() -> None:
    """Send what is due until there is no more, or for about a minute."""
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and (batch := _claim(timezone.now())):
        if not _send(batch):
            return


@transaction.atomic
def _claim(now: datetime) -> list[Mail]:
    """The next few, and nobody else's for a while."""
    due = Mail.objects.due(now).order_by("due_at", "pk")
    keys = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    claimed = Mail.objects.filter(pk__in=keys)
    claimed.update(free_at=now + BUSY_FOR, attempts=F("attempts") + 1)
    return list(claimed.select_related("recipient").order_by("due_at", "pk"))


def _send(batch: Sequence[Mail]) -> bool:
    """Whether to go on with the next batch: not while the mail server is away."""
    letters = _compose(batch)
    connection = get_connection()
    waiting = list(batch)
    try:
        _open(connection)
        while waiting:
            mail = waiting.pop(0)
            if mail.pk in letters:
                _send_one(connection, mail, letters[mail.pk])
            else:
                _note(mail, dropped_at=timezone.now(), reason="Nothing was left to say.")
    except ServerAway as away:
        _put_back(waiting, str(away))
        return False
    finally:
        _close(connection)
    return True


def _compose(batch: Sequence[Mail]) -> dict[int, Letter]:
    """What each mail says; one that has nothing left to say is not among them."""
    letters: dict[int, Letter] = {}
    for kind, compose in COMPOSERS.items():
        mails = [mail for mail in batch if mail.kind == kind]
        if mails:
            letters |= compose(mails)
    return letters


def _compose_news(mails: Sequence[Mail]) -> dict[int, Letter]:
    """What of each is still to be told: it is looked at once more, now that it goes out."""
    notifications = Notification.objects.filter(mail__in=mails)
    assembling.pass_over_unwanted(notifications.filter(passed_over=""), Level.NOW)
    told = notifications.filter(passed_over="").for_mail()
    return emails.letters(mails, told, SiteIdentity.current())


COMPOSERS = {MailKind.NEWS: _compose_news}


def _open(connection: BaseEmailBackend) -> None:
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as problem:
        raise ServerAway(f"The mail server cannot be reached: {problem}") from problem


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as problem:
        log.info("The mail server did not say goodbye: %s", problem)


def _send_one(connection: BaseEmailBackend, mail: Mail, letter: Letter) -> None:
    """Send it and note so. Raises ServerAway where the next one would fare no better."""
    try:
        connection.send_messages([seal(letter, timezone.now())])
    except smtplib.SMTPRecipientsRefused as refused:
        _refused(mail, *next(iter(refused.recipients.values())))
    except smtplib.SMTPResponseException as answer:
        _refused(mail, answer.smtp_code, answer.smtp_error, is_of_address=False)
    except (OSError, smtplib.SMTPException) as problem:
        # Whether it was taken nobody knows: it is sent again, as itself.
        _wait(mail, f"The mail server broke off: {problem}")
        raise ServerAway(str(problem)) from problem
    except Exception as problem:
        # One that cannot be written must keep no other back, and may be written after a mend.
        log.exception("Mail %s could not be written.", mail.pk)
        _wait(mail, f"It could not be written: {problem}")
    else:
        _note(mail, sent_at=timezone.now(), reason="")


def _refused(mail: Mail, code: int, said: bytes | str, *, is_of_address: bool = True) -> None:
    """What the server said of a mail: that it cannot be now, or that there is no such address."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    reason = f"{code} {words}"
    if code == SERVICE_CLOSING:
        _wait(mail, reason)
        raise ServerAway(reason)
    if is_of_address and code >= PERMANENT:
        _note(mail, failed_at=timezone.now(), reason=reason)
        bouncing.note(mail.recipient, is_hard=True, reason=reason)
    else:
        # Of a whole message even a "never" is said again later: a filter that errs must lose none.
        _wait(mail, reason, is_of_address=is_of_address)


def _wait(mail: Mail, reason: str, *, is_of_address: bool = False) -> None:
    """Try it again later; after four days of that it has failed."""
    now = timezone.now()
    if now - mail.created_at > GIVEN_UP_AFTER:
        _note(mail, failed_at=now, reason=reason)
        if is_of_address:
            bouncing.note(mail.recipient, is_hard=False, reason=reason)
        return
    minutes = WAITS[min(mail.attempts, len(WAITS)) - 1]
    _note(mail, due_at=now + timedelta(minutes=minutes), reason=reason)


def _put_back(mails: Sequence[Mail], reason: str) -> None:
    """Those that were not tried wait as they did, but for what kept them."""
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        free_at=None, attempts=F("attempts") - 1, reason=reason[:REASON_LENGTH]
    )


def _note(mail: Mail, *, reason: str, due_at: datetime | None = None, **moment: datetime) -> None:
    """What became of a mail; nothing of one that another worker has taken meanwhile."""
    Mail.objects.filter(pk=mail.pk, free_at=mail.free_at).update(
        free_at=None, due_at=due_at, reason=reason[:REASON_LENGTH], **moment
    )
