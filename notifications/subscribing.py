"""Making the address of a private feed, giving it another one, and ending it."""

import secrets

from django.db import transaction
from django.utils import timezone

from harringay import tokens
from members.models import Member
from notifications.models import PrivateFeed, PrivateKind

REFERENCE_BYTES = 16


@transaction.atomic
def renew(kind: PrivateKind, *, member: Member) -> PrivateFeed:
    """Give a member's feed an address; one that it had answers no more."""
    reference = secrets.token_hex(REFERENCE_BYTES)
    token = tokens.new_token(PrivateFeed.PURPOSE, reference)
    made = {
        "reference": reference,
        "token_hash": tokens.hash_of(token),
        "made_at": timezone.now(),
    }
    feed, _ = PrivateFeed.objects.update_or_create(member=member, kind=kind, defaults=made)
    return feed


def end(kind: PrivateKind, *, member: Member) -> None:
    PrivateFeed.objects.of_member(member).filter(kind=kind).delete()
