"""Asking to be told in a browser, and ending it."""

import base64
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from members.models import Member
from notifications import push_keys, push_services
from notifications.errors import CannotPush
from notifications.models import Browser

MOST: Final = 10  # browsers of a member
IN_SESSION: Final = "told_in_browser"
ENDPOINT_LENGTH: Final = 1000
NAME_LENGTH: Final = 100
POINT_BYTES: Final = 65  # of an uncompressed point of P-256, RFC 8291, section 3.1
SECRET_BYTES: Final = 16  # section 3.2


@transaction.atomic
def ask(*, member: Member, name: str, endpoint: str, public_key: str, secret: str) -> Browser:
    """Tell the member in this browser from now on; whoever asked in it before, no longer.

    Raises CannotPush, with what to do, where that is not possible.
    """
    _check(endpoint, public_key, secret)
    # In line behind whoever asks for them in another browser just now.
    Member.objects.select_for_update().get(pk=member.pk)
    if Browser.objects.of_member(member).exclude(endpoint=endpoint).count() >= MOST:
        raise CannotPush(f"You are told in {MOST} browsers already. Please end one of them first.")
    told = {
        "member": member,
        "name": name[:NAME_LENGTH],
        "public_key": public_key,
        "secret": secret,
        "site_key": push_keys.public_key(),
        "asked_at": timezone.now(),
    }
    # A new row, so that what waits for whoever asked there before goes nowhere.
    Browser.objects.filter(endpoint=endpoint).delete()
    return Browser.objects.create(endpoint=endpoint, **told)


def end(pk: int, *, member: Member) -> bool:
    """Whether they were told in it."""
    deleted, _ = Browser.objects.of_member(member).filter(pk=pk).delete()
    return bool(deleted)


def end_here(member: Member, session: Mapping[str, Any]) -> None:
    """Whoever signs out of a browser is not told in it any more."""
    end(session.get(IN_SESSION, 0), member=member)


def end_elsewhere(member: Member, kept: Mapping[str, Any]) -> None:
    """All but that of the session that is kept, for all the others are ended."""
    Browser.objects.of_member(member).exclude(pk=kept.get(IN_SESSION, 0)).delete()


def _check(endpoint: str, public_key: str, secret: str) -> None:
    if not push_keys.is_on():
        raise CannotPush("This site does not send to browsers. Mail still tells you.")
    if len(endpoint) > ENDPOINT_LENGTH or not push_services.is_known(endpoint):
        raise CannotPush(
            "Your browser uses a push service that this site does not know, so nothing can be sent "
            "to it. Chrome, Edge, Firefox and Safari can be told. Mail still tells you."
        )
    if not (_is_point(public_key) and len(_decoded(secret)) == SECRET_BYTES):
        raise CannotPush("Your browser gave a key that does not work. Please try again.")


def _is_point(given: str) -> bool:
    """Whether something can be encrypted for it: it lies on the curve."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  few processes need it

    encoded = _decoded(given)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), encoded)
    except ValueError:
        return False
    return len(encoded) == POINT_BYTES


def _decoded(given: str) -> bytes:
    """Base64 as browsers write it; empty where it is none."""
    try:
        return base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""
