"""Reports for tests: what somebody says, and a form as a browser sends it."""

from typing import Any

from django.test import Client

from forum.moderation import reporting
from forum.moderation.kinds import Kind
from forum.moderation.models import Report
from forum.moderation.reporting import Sender, Statement
from members.models import Member
from tests.filling import after

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


def send(client: Client, at: str, *, kind: str = "rules", **typed: object):
    """Fill in the form for a kind and press Send."""
    fields = {"at": at, "words": WORDS, "relation": "other", "is_true": "on", **after()}
    return client.post(f"/report?kind={kind}", {**fields, **typed})
