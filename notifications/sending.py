"""Sending the mails that are due: over one connection, each noted the moment it has gone.

A worker claims a few at a time and says until when it is busy with them. If it dies, another takes
them after that; what the server had just taken and nobody had noted is then sent again, under the
same Message-ID: one mail at the most. What cannot be sent waits, longer each time, and after four
days it has failed; the owner sees why.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.models import SiteIdentity
from harringay import compiled
from notifications import assembling, bouncing, emails
from notifications.carrier import Carrier, ServerAway
from notifications.envelopes import FinishedMessage, Letter, seal
from notifications.models import Mail, MailKind

log = logging.getLogger(__name__)

AT_ONCE = 100
BUSY_FOR = timedelta(minutes=10)
SPARE = timedelta(minutes=1)  # longer than one mail takes where the server dawdles (settings)
RUN_SECONDS = 60.0  # the worker has other things to do; the next run comes in seconds
WAITS = (1, 5, 15, 30, 60)  # minutes before it is tried again; the last of them ever after
GIVEN_UP_AFTER = timedelta(days=4)
REASON_LENGTH = 300

# RFC 5321, section 4.2: what a reply's number says.
SERVICE_CLOSING = 421
PERMANENT = 500

Note = Callable[[], None]


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
    waiting = list(batch)
    note: Note = _nothing
    ends = timezone.now() + BUSY_FOR - SPARE
    try:
        with Carrier() as carrier:
            while waiting and timezone.now() < ends:
                mail = waiting.pop(0)
                if mail.pk in letters:
                    note = _send_one(carrier, mail, letters[mail.pk], meanwhile=note)
                else:
                    _note(mail, dropped_at=timezone.now(), reason="Nothing was left to say.")
            note()
    except ServerAway as away:
        _put_back(waiting, str(away))
        return False
    _put_back(waiting, "")
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
    told = assembling.still_to_tell(mails)
    return emails.letters(mails, told, SiteIdentity.current())


COMPOSERS = {MailKind.NEWS: _compose_news}


def _send_one(carrier: Carrier, mail: Mail, letter: Letter, *, meanwhile: Note) -> Note:
    """Send it, and note meanwhile what became of the last one; what is to be noted of this one.

    Raises ServerAway where the next one would fare no better; then all is noted.
    """
    message = _sealed(mail, letter)
    if message is None:
        return meanwhile
    try:
        carrier.carry(message, meanwhile=meanwhile)
    except smtplib.SMTPRecipientsRefused as refused:
        return _refused(mail, *next(iter(refused.recipients.values())))
    except smtplib.SMTPResponseException as answer:
        return _refused(mail, answer.smtp_code, answer.smtp_error, is_of_address=False)
    except (OSError, smtplib.SMTPException) as problem:
        # Whether it was taken nobody knows: it is sent again, as itself.
        _wait(mail, f"The mail server broke off: {problem}")
        raise ServerAway(str(problem)) from problem
    return partial(_note, mail, sent_at=timezone.now(), reason="")


def _sealed(mail: Mail, letter: Letter) -> FinishedMessage | None:
    """The message; None where it cannot be written, which must keep no other back."""
    try:
        return seal(letter, timezone.now())
    except Exception as problem:
        # It is tried again, and may be written after a mend.
        log.exception("Mail %s could not be written.", mail.pk)
        _wait(mail, f"It could not be written: {problem}")
        return None


def _refused(mail: Mail, code: int, said: bytes | str, *, is_of_address: bool = True) -> Note:
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
    return _nothing


def _nothing() -> None:
    """What is to be noted where all is."""


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


def _note(
    mail: Mail,
    *,
    reason: str,
    due_at: datetime | None = None,
    sent_at: datetime | None = None,
    failed_at: datetime | None = None,
    dropped_at: datetime | None = None,
) -> None:
    """What became of a mail; nothing of one that another worker has taken meanwhile."""
    assert mail.free_at  # noqa: S101  it was claimed
    _NOTE.run(mail.pk, mail.free_at, reason[:REASON_LENGTH], due_at, sent_at, failed_at, dropped_at)


_NOTE = compiled.Update(
    lambda pk, free_at, reason, due_at, sent_at, failed_at, dropped_at: (
        Mail.objects.filter(pk=pk, free_at=free_at),
        {
            "free_at": None,
            "reason": reason,
            "due_at": due_at,
            "sent_at": sent_at,
            "failed_at": failed_at,
            "dropped_at": dropped_at,
        },
    ),
    slots=7,
)
