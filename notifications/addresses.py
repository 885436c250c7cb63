"""Addresses that are ours alone to make: to unsubscribe, to answer by e-mail, to send bounces to.

Each holds a few numbers and their signature, in letters and digits that survive whatever mail
programs do to case. Who has one can do with it what it says, and nothing else.
"""

import base64
from enum import StrEnum
from functools import cache, lru_cache
from hmac import compare_digest
from typing import Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from notifications.models import Mail

SIGNATURE_BYTES = 10  # 80 bits; 16 characters in base 32
SEPARATOR = "-"


class Purpose(StrEnum):
    UNSUBSCRIBE = "u"
    ANSWER = "r"
    BOUNCE = "b"


class Matter(NamedTuple):
    """What a mail is about, as far as no more of it can be asked for; no discussion: 0."""

    member_id: int
    kind: str
    discussion_id: int = 0


class Answered(NamedTuple):
    """Who may answer by e-mail, and what: a reply, or, where that is 0, the discussion itself."""

    member_id: int
    discussion_id: int
    reply_id: int = 0


FOLLOWED: Final = "followed"  # replies and discussions at once, where one mail brings both

# The kinds of mail, and of news in it, that may be stopped; the order is part of old links.
STOPPABLE = ("answer", "mention", "reply", "discussion", "daily", "weekly", FOLLOWED)


def unsubscribe_token(matter: Matter) -> str:
    numbers = (matter.member_id, STOPPABLE.index(matter.kind), matter.discussion_id)
    return _signed(Purpose.UNSUBSCRIBE, numbers, settings.SECRET_KEY)


def matter_of(token: str) -> Matter | None:
    """What an unsubscribe link is about; None where it is none of ours."""
    numbers = _numbers(Purpose.UNSUBSCRIBE, token, count=3)
    if numbers is None or numbers[1] >= len(STOPPABLE):
        return None
    return Matter(numbers[0], STOPPABLE[numbers[1]], numbers[2])


def unsubscribe_url(matter: Matter) -> str:
    return f"{settings.SITE_URL}{_unsubscribe_path()}{unsubscribe_token(matter)}"


def unsubscribe_address(matter: Matter) -> str:
    """Where a mail stops it; empty where no mail comes in."""
    numbers = (matter.member_id, STOPPABLE.index(matter.kind), matter.discussion_id)
    return _signed_address(Purpose.UNSUBSCRIBE, numbers)


def answer_address(answered: Answered) -> str:
    """Where an answer by e-mail goes; empty where no mail comes in."""
    return _signed_address(Purpose.ANSWER, answered)


def answered_of(token: str) -> Answered | None:
    numbers = _numbers(Purpose.ANSWER, token, count=3)
    return Answered(*numbers) if numbers else None


def bounce_address(mail: Mail) -> str:
    """Where a mail comes back to when it reaches nobody; empty where no mail comes in."""
    return _signed_address(Purpose.BOUNCE, (mail.pk,))


def bounced_of(token: str) -> int | None:
    """The key of the mail that came back."""
    numbers = _numbers(Purpose.BOUNCE, token, count=1)
    return numbers[0] if numbers else None


def purpose_of(address: str) -> tuple[Purpose, str] | None:
    """What a message to an address of ours is for, and its token; None for any other address."""
    name, _, domain = address.strip().lower().rpartition("@")
    purpose, _, token = name.partition("+")
    if domain != settings.REPLY_DOMAIN.lower() or purpose not in set(Purpose):
        return None
    return Purpose(purpose), token


@cache
def _unsubscribe_path() -> str:
    """What stands before the token: each mail needs it twice, and Django takes its time."""
    return reverse("notifications:unsubscribe", args=["x"]).removesuffix("x")


def _signed_address(purpose: Purpose, numbers: tuple[int, ...]) -> str:
    if not settings.REPLY_DOMAIN:
        return ""
    return f"{purpose}+{_signed(purpose, numbers, settings.SECRET_KEY)}@{settings.REPLY_DOMAIN}"


# A mail says in three places how to stop it, and a batch of them is written at once.
@lru_cache(maxsize=1024)
def _signed(purpose: Purpose, numbers: tuple[int, ...], key: str) -> str:
    said = SEPARATOR.join(map(int_to_base36, numbers))
    return f"{said}{SEPARATOR}{_signature(purpose, said, key)}"


def _numbers(purpose: Purpose, token: str, *, count: int) -> list[int] | None:
    said, _, signature = token.lower().rpartition(SEPARATOR)
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    # As bytes, for whoever sends us letters that are no ASCII.
    given = signature.encode()
    if not any(compare_digest(given, _signature(purpose, said, key).encode()) for key in keys):
        return None
    numbers = [base36_to_int(number) for number in said.split(SEPARATOR)]
    return numbers if len(numbers) == count else None


def _signature(purpose: Purpose, said: str, key: str) -> str:
    digest = salted_hmac(f"notifications.{purpose}", said, secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest[:SIGNATURE_BYTES]).decode().lower()
