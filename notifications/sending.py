"""Sending the mails that are due: over one connection, each noted the moment it has gone.

Should a worker die, what the server had just taken and nobody had noted is sent again, under the
same Message-ID: one mail at the most. What cannot be sent waits (outbox); the owner sees why.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count

from django.db import DatabaseError
from django.utils import timezone

from forum.models import SiteIdentity
from harringay import durability
from notifications import (
    assembling,
    bouncing,
    digest_emails,
    emails,
    official_letters,
    outbox,
    refusals,
)
from notifications.carrier import Carrier, Problem, ServerAway
from notifications.distributing import DAILY, WEEKLY, Delivery
from notifications.envelopes import FinishedMessage, Letter, seal
from notifications.models import PUSHES, Mail, MailKind

log = logging.getLogger(__name__)

AT_ONCE = 500
NOTES_AT_ONCE = 20  # as many mails are doubled if the database's own machine falls
RUN_SECONDS = 60.0  # the worker has other things to do; the next run comes in seconds
MAILS = ~PUSHES

# RFC 5321, section 4.2: what a reply's number says.
SERVICE_CLOSING = 421
PERMANENT = 500

Note = Callable[[], None]
Written = tuple[Mail, FinishedMessage]
# By the key of each mail what it says, or why it says nothing.
Composed = Mapping[int, Letter | str]
Composer = Callable[[Sequence[Mail]], Composed]


def send_due() -> None:
    """Send what is due until there is no more, or for about a minute."""
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and (batch := outbox.claim(MAILS, AT_ONCE, timezone.now())):
        if not _send(batch, ends):
            return


def _send(batch: Sequence[Mail], ends: float) -> bool:
    """Whether to go on with the next batch: not while the mail server is away.

    What has not gone when the run ends is put back: it is asked once more whether it may go, and
    the worker has other things to do.
    """
    try:
        with Carrier() as carrier:
            _carry(carrier, _messages(batch, _compose(batch)), ends)
    except ServerAway as away:
        outbox.put_back(batch, str(away))
        return False
    outbox.put_back(batch, "")
    return True


def _carry(carrier: Carrier, messages: Iterator[Written], ends: float) -> None:
    """Send one after another, until the run ends. Raises ServerAway, with all noted.

    While one is on its way, what became of the last is noted, and the next is written. That a note
    is on disk is waited for at every twentieth.
    """
    note: Note = _nothing
    upcoming = next(messages, None)
    with durability.lazy_commits():
        for number in count(1):
            if not upcoming or time.monotonic() >= ends:
                break
            mail, message = upcoming
            with carrier.carrying(message) as consignment:
                note()
            upcoming = next(messages, None)
            note = _outcome(mail, consignment.problem())
            if number % NOTES_AT_ONCE == 0:
                note = partial(_promptly, note)
    note()


def _promptly(note: Note) -> None:
    with durability.prompt_commits():
        note()


def _compose(batch: Sequence[Mail]) -> Composed:
    """What each mail says; one that has nothing left to say may not be among them."""
    letters: dict[int, Letter | str] = {}
    for kind, compose in COMPOSERS.items():
        mails = [mail for mail in batch if mail.kind == kind]
        if mails:
            letters |= _composed(compose, mails)
    return letters


def _composed(compose: Composer, mails: Sequence[Mail]) -> Composed:
    """The same, where one of them may be what nobody can compose: it must keep no other back."""
    try:
        return compose(mails)
    except DatabaseError:
        raise
    except Exception as problem:
        if len(mails) == 1:
            log.exception("Mail %s could not be composed.", mails[0].pk)
            _wait(mails[0], f"It could not be composed: {problem}")
            return {}
    alone = [_composed(compose, [mail]) for mail in mails]
    return {key: letter for letters in alone for key, letter in letters.items()}


def _compose_news(mails: Sequence[Mail]) -> dict[int, Letter]:
    """What of each is still to be told: it is looked at once more, now that it goes out."""
    assert mails[0].free_at  # noqa: S101  they were claimed, all until one moment
    told = assembling.still_to_tell(mails[0].free_at)
    return emails.letters(mails, told, SiteIdentity.current())


def _compose_digests(delivery: Delivery, mails: Sequence[Mail]) -> dict[int, Letter | str]:
    return digest_emails.letters(delivery, mails, SiteIdentity.current())


COMPOSERS: dict[str, Composer] = {
    MailKind.NEWS: _compose_news,
    MailKind.DAILY: partial(_compose_digests, DAILY),
    MailKind.WEEKLY: partial(_compose_digests, WEEKLY),
    MailKind.REFUSAL: refusals.letters,
    MailKind.OFFICIAL: official_letters.letters,
}


def _messages(batch: Iterable[Mail], letters: Mapping[int, Letter | str]) -> Iterator[Written]:
    """Each mail with its message; of one that has none is noted why."""
    for mail in batch:
        letter = letters.get(mail.pk, outbox.NOTHING_LEFT)
        if isinstance(letter, str):
            outbox.note(mail, dropped_at=timezone.now(), reason=letter)
            continue
        try:
            message = seal(letter, timezone.now())
        except Exception as problem:
            # It must keep no other back, and may be written after a mend.
            log.exception("Mail %s could not be written.", mail.pk)
            _wait(mail, f"It could not be written: {problem}")
        else:
            yield mail, message


def _outcome(mail: Mail, problem: Problem | None) -> Note:
    """What is to be noted of a mail before the next one has gone.

    Raises ServerAway where the next one would fare no better; then it is noted.
    """
    match problem:
        case None:
            return partial(outbox.note, mail, sent_at=timezone.now(), reason="")
        case smtplib.SMTPRecipientsRefused():
            return _refused(mail, *next(iter(problem.recipients.values())))
        case smtplib.SMTPResponseException():
            return _refused(mail, problem.smtp_code, problem.smtp_error, is_of_address=False)
        case _:
            # Whether it was taken nobody knows: it is sent again, as itself.
            _wait(mail, f"The mail server broke off: {problem}")
            raise ServerAway(str(problem)) from problem


def _refused(mail: Mail, code: int, said: bytes | str, *, is_of_address: bool = True) -> Note:
    """What the server said of a mail: that it cannot be now, or that there is no such address."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    reason = f"{code} {words}"
    if code == SERVICE_CLOSING:
        _wait(mail, reason)
        raise ServerAway(reason)
    is_for_good = code >= PERMANENT
    if is_of_address and is_for_good and bouncing.is_of_address(words):
        outbox.note(mail, failed_at=timezone.now(), reason=reason)
        bouncing.note(mail.recipient, is_hard=True, reason=reason)
    else:
        # A "never" that is not about the address is said again later: a filter that errs, or a
        # relay that does not know us for a day, must lose no mail.
        _wait(mail, reason, is_of_address=is_of_address and not is_for_good)
    return _nothing


def _nothing() -> None:
    """What is to be noted where all is."""


def _wait(mail: Mail, reason: str, *, is_of_address: bool = False) -> None:
    """Try it again later; after four days of that it has failed, and so may its address have."""
    if not outbox.wait(mail, reason) and is_of_address:
        bouncing.note(mail.recipient, is_hard=False, reason=reason)
