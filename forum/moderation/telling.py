"""What moderation tells a member of themselves in their export (members.chapters).

Of a decision what its author was told, and of a report what its sender said: nobody who reported
anything about the member is in it (safety L-50).
"""

from collections.abc import Iterator
from typing import Final

from django.db.models import F

from forum.moderation.models import UNTOLD, Acceptance, Decision, Report
from members.chapters import Chapter, Row

_BATCH: Final = 500


def _decisions(member_key: int) -> Iterator[Row]:
    told = Decision.objects.filter(member=member_key).exclude(action__in=UNTOLD)
    rows = told.order_by("made_at", "pk").values(
        *("made_at", "action", "until", "rule_number", "rule_version", "rule_text", "law"),
        *("statement", "undone_at"),
    )
    yield from rows.iterator(_BATCH)


def _reports(member_key: int) -> Iterator[Row]:
    sent = Report.objects.filter(reporter=member_key).order_by("received_at", "pk")
    rows = sent.values("received_at", "reference", "kind", "words", "support", "told_at")
    yield from rows.iterator(_BATCH)


def _acceptances(member_key: int) -> Iterator[Row]:
    own = Acceptance.objects.filter(member=member_key).order_by("accepted_at", "pk")
    yield from own.values("accepted_at", version=F("terms__number")).iterator(_BATCH)


CHAPTERS: Final = (
    Chapter("decisions", "Decisions about you", _decisions),
    Chapter("reports", "What you reported, and your appeals", _reports),
    Chapter("terms", "The terms that you went on under", _acceptances),
)
