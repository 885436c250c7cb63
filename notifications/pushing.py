"""Sending the pushes that are due: encrypted for one browser each, noted the moment it has gone.

They wait, are claimed and tried again as mails are (outbox). Should a worker die, the push that was
just taken and not noted is sent again: its browser shows it in the place of the first.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from django.utils import timezone

from notifications import outbox, push_keys, push_services, push_words, schedule
from notifications.models import PUSHES, Browser, Mail, Preference
from notifications.push_services import ServiceAway
from notifications.push_words import Word

log = logging.getLogger(__name__)

AT_ONCE: Final = 50
RUN_SECONDS: Final = 30.0  # the worker has other things to do; the next run comes in seconds
KEPT_FOR: Final = timedelta(hours=12)  # by the service, while a phone is off: for a night
GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})  # RFC 8030, section 7.3

OFF: Final = "Web push is switched off."
NO_BROWSER: Final = "They are not told in that browser any more."
BY_NIGHT: Final = "It waits for the morning."


def send_due() -> None:
    """Send what is due until there is no more, or for about half a minute."""
    if not push_keys.is_on():
        Mail.objects.waiting().filter(PUSHES).update(
            due_at=None, free_at=None, dropped_at=timezone.now(), reason=OFF
        )
        return
    ends = time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends and (batch := outbox.claim(PUSHES, AT_ONCE, timezone.now())):
        _send(batch, ends)


def _send(batch: Sequence[Mail], ends: float) -> None:
    """What has not gone when the run ends is put back, and asked once more whether it may go."""
    away: dict[str, ServiceAway] = {}
    for push, browser, word in _to_send(batch):
        if time.monotonic() >= ends:
            break
        service = push_services.service_of(browser.endpoint)
        problem = away.get(service) or push_services.silence_of(service)
        problem = problem or _try(push, browser, word)
        if problem:
            away[service] = problem
            outbox.wait(push, str(problem), not_before=problem.until)
    outbox.put_back(batch, "")


def _to_send(batch: Sequence[Mail]) -> Iterator[tuple[Mail, Browser, Word]]:
    """Each push with its browser and what it says; of one that is not to go is noted why."""
    now = timezone.now()
    words = push_words.words(batch, now)
    asked = Browser.objects.reached_by(push_keys.public_key())
    browsers = asked.in_bulk([push.browser_id for push in batch if push.browser_id])
    morning = schedule.end_of_night(now)
    asleep = _asleep(batch) if morning else set()
    for push in batch:
        browser, word = browsers.get(push.browser_id or 0), words.get(push.pk)
        if word is None:
            outbox.note(push, dropped_at=now, reason=outbox.NOTHING_LEFT)
        elif browser is None:
            outbox.note(push, dropped_at=now, reason=NO_BROWSER)
        elif push.recipient_id in asleep:
            outbox.note(push, due_at=morning, reason=BY_NIGHT)
        else:
            yield push, browser, word


def _asleep(batch: Sequence[Mail]) -> set[int | None]:
    """The keys of the recipients who wish for quiet nights, as all do who have not chosen."""
    awake = Preference.objects.filter(wants_quiet_nights=False).values_list("member", flat=True)
    members = {push.recipient_id for push in batch}
    return members - set(awake.filter(member__in=members))


def _try(push: Mail, browser: Browser, word: Word) -> ServiceAway | None:
    """Why there is no use in asking its service again for now; None where there is."""
    try:
        _deliver(push, browser, word)
    except ServiceAway as problem:
        return problem
    return None


def _deliver(push: Mail, browser: Browser, word: Word) -> None:
    """Raises ServiceAway."""
    try:
        body = _encrypted(browser, word)
        headers = _headers(browser, word)
    except Exception as problem:
        # It must keep no other back, and may be sent after a mend.
        log.exception("Push %s could not be encrypted.", push.pk)
        outbox.wait(push, f"It could not be encrypted: {problem}")
        return
    status = push_services.deliver(browser.endpoint, body, headers)
    now = timezone.now()
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        outbox.note(push, sent_at=now, reason="")
    elif status in GONE:
        outbox.note(push, dropped_at=now, reason=f"The browser is there no longer ({status}).")
        browser.delete()
    else:
        outbox.wait(push, f"The push service answers {status}.")


def _encrypted(browser: Browser, word: Word) -> bytes:
    """RFC 8291: the push service can read nothing of it."""
    # With it come thirty megabytes that few processes need.
    from pywebpush import WebPusher  # noqa: PLC0415

    keys = {"p256dh": browser.public_key, "auth": browser.secret}
    pusher = WebPusher({"endpoint": browser.endpoint, "keys": keys})
    return bytes(pusher.encode(word.payload, content_encoding="aes128gcm")["body"])


def _headers(browser: Browser, word: Word) -> dict[str, str]:
    return {
        "Authorization": push_keys.authorization(browser.endpoint, timezone.now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT_FOR.total_seconds())),
        "Topic": word.topic,
        "Urgency": word.urgency,
    }
