"""Sending the mails that are due: over one connection, each noted the moment it has gone.

A worker claims a few at a time and says until when it is busy with them. If it dies, another takes
them after that; what the server had just taken and nobody had noted is then sent again, under the
same Message-ID: one mail at the most. What cannot be sent waits, longer each time, and after four
days it has failed; the owner sees why.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from forum.models import SiteIdentity
from harringay import compiled, durability
from notifications import (
    assembling,
    bouncing,
    digest_emails,
    emails,
    official_letters,
    refusals,
)
from notifications.carrier import Carrier, Problem, ServerAway
from notifications.distributing import DAILY, WEEKLY, Delivery
from notifications.envelopes import FinishedMessage, Letter, seal
from notifications.models import Mail, MailKind

log = logging.getLogger(__name__)

AT_ONCE = 500
NOTES_AT_ONCE = 20  # as many mails are doubled if the database's own machine falls
BUSY_FOR = timedelta(minutes=10)  # far longer than a run
RUN_SECONDS = 60.0  # the worker has other things to do; the next run comes in seconds
WAITS = (1, 5, 15, 30, 60)  # minutes before it is tried again; the last of them ever after
GIVEN_UP_AFTER = timedelta(days=4)
REASON_LENGTH = 300
NOTHING_LEFT = "Nothing was left to say."

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
    while time.monotonic() < ends and (batch := _claim(timezone.now())):
        if not _send(batch, ends):
            return


@transaction.atomic
def _claim(now: datetime) -> list[Mail]:
    """The next few, and nobody else's for a while."""
    due = Mail.objects.due(now).most_urgent_first()
    keys = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    claimed = Mail.objects.filter(pk__in=keys)
    claimed.update(free_at=now + BUSY_FOR, attempts=F("attempts") + 1)
    return list(claimed.select_related("recipient").most_urgent_first())


def _send(batch: Sequence[Mail], ends: float) -> bool:
    """Whether to go on with the next batch: not while the mail server is away.

    What has not gone when the run ends is put back: it is asked once more whether it may go, and
    the worker has other things to do.
    """
    try:
        with Carrier() as carrier:
            _carry(carrier, _messages(batch, _compose(batch)), ends)
    except ServerAway as away:
        _put_back(batch, str(away))
        return False
    _put_back(batch, "")
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
        letter = letters.get(mail.pk, NOTHING_LEFT)
        if isinstance(letter, str):
            _note(mail, dropped_at=timezone.now(), reason=letter)
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
            return partial(_note, mail, sent_at=timezone.now(), reason="")
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
        _note(mail, failed_at=timezone.now(), reason=reason)
        bouncing.note(mail.recipient, is_hard=True, reason=reason)
    else:
        # A "never" that is not about the address is said again later: a filter that errs, or a
        # relay that does not know us for a day, must lose no mail.
        _wait(mail, reason, is_of_address=is_of_address and not is_for_good)
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


def _put_back(batch: Sequence[Mail], reason: str) -> None:
    """Those that were not tried wait as they did, but for what kept them."""
    claimed = Mail.objects.filter(pk__in=[mail.pk for mail in batch], free_at=batch[0].free_at)
    claimed.update(
        free_at=None, attempts=Greatest(F("attempts") - 1, 0), reason=reason[:REASON_LENGTH]
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
