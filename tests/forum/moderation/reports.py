"""Reports for tests: what somebody says, and a form as a browser sends it."""

import time
from typing import Any

from django.core import signing
from django.test import Client

from forum.moderation import reporting
from forum.moderation.kinds import Kind
from forum.moderation.models import Report
from forum.moderation.reporting import Sender, Statement
from members.models import Member

WORDS = "It is an advert for a scam."
NETWORK = "203.0.113.7"


def receive(
    *paths: str,
    by: Member | None = None,
    kind: Kind = Kind.RULES,
    network: str = NETWORK,
    words: str = WORDS,
    email: str = "",
    **more: Any,
) -> Report:
    """The first of what a member or a visitor reports."""
    statement = Statement(kind=kind, words=words, email=email)
    return reporting.receive(statement, at=paths, by=Sender(by, network), **more)[0]


def shown(seconds: int = 10) -> str:
    """A form's own mark, from when it was shown so long ago."""
    signer = signing.TimestampSigner(salt="a form was shown")
    moment = signing.b62_encode(int(time.time()) - seconds)
    return signing.Signer(salt="a form was shown").sign(f"{signer.sep}{moment}")


def send(client: Client, at: str, *, kind: str = "rules", **typed: object):
    """Fill in the form for a kind and press Send."""
    fields = {"at": at, "words": WORDS, "relation": "other", "is_true": "on", "shown": shown()}
    return client.post(f"/report?kind={kind}", {**fields, **typed})
