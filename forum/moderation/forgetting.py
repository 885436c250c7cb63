"""How long moderation keeps what it holds: its rows of the table (safety L-52)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from forum.moderation import quarantining
from forum.moderation.models import (
    Body,
    Case,
    Decision,
    LegalNotice,
    Note,
    OfficialLetter,
    Proposal,
    Quarantine,
    Referral,
    Report,
    Snapshot,
)
from members.retaining import Rule, network_of

_DAY: Final = timedelta(days=1)
_YEAR: Final = 365 * _DAY
REGULATION: Final = "Kept for a year after the report to the NCA (S.I. 2026/268, regulation 8)."


def shorten_networks(before: datetime) -> None:
    """Of a report's network address leave what is shared by many."""
    old = Report.objects.filter(received_at__lt=before).exclude(network="")
    for address in set(old.values_list("network", flat=True)):
        shorter = network_of(address)
        if shorter != address:
            old.filter(network=address).update(network=shorter)


def forget_networks(before: datetime) -> None:
    Report.objects.filter(received_at__lt=before).exclude(network="").update(network="")


def forget_posters(before: datetime) -> None:
    """Who wrote what a legal notice was about (L-28)."""
    old = LegalNotice.objects.filter(report__case__closed_at__lt=before, report__case__held_at=None)
    old.exclude(poster="").update(poster="")


def destroy_content(before: datetime) -> None:
    """What the NCA was told of, with the account's data; not under legal hold (L-40)."""
    told = Referral.objects.filter(to=Body.NCA, made_at__lt=before).values("case")
    due = Quarantine.objects.standing().filter(
        case__in=told, case__closed_at__isnull=False, case__held_at=None
    )
    for key in due.values_list("pk", flat=True):
        quarantining.destroy(key, reason=REGULATION)


def forget_references(before: datetime) -> None:
    """To whom a case was taken, and the NCA's reference, once its content is gone."""
    old = Referral.objects.filter(made_at__lt=before, case__held_at=None)
    old.exclude(case__in=Quarantine.objects.standing().values("case")).delete()


@transaction.atomic
def forget_cases(before: datetime) -> None:
    """Cases with all that belongs to them; while there is an appeal, both stay.

    What was taken to the NCA stays as long as its reference.
    """
    taken_there = Referral.objects.values("case").union(
        Quarantine.objects.standing().values("case")
    )
    old = Case.objects.filter(closed_at__lt=before, held_at=None).exclude(pk__in=taken_there)
    _delete(old.exclude(appeal_against=None).values_list("pk", flat=True))
    appealed = Decision.objects.filter(appeals__isnull=False).values("case")
    _delete(old.exclude(pk__in=appealed).values_list("pk", flat=True))


def _delete(keys: Iterable[int]) -> None:
    cases = list(keys)
    OfficialLetter.objects.filter(case__in=cases).delete()
    Note.objects.filter(case__in=cases).delete()
    Report.objects.filter(case__in=cases).update(repeats=None)
    Report.objects.filter(case__in=cases).delete()
    Snapshot.objects.filter(case__in=cases).delete()
    Proposal.objects.filter(case__in=cases).delete()
    Quarantine.objects.filter(case__in=cases).delete()
    Decision.objects.filter(case__in=cases).delete()
    Case.objects.filter(pk__in=cases).delete()


RULES: Final = (
    Rule("what the NCA was told of, and the account’s data", _YEAR, destroy_content),
    Rule("the NCA’s reference", 5 * _YEAR, forget_references),
    Rule("the network address of a report", 90 * _DAY, shorten_networks),
    Rule("the part of a network address that many share", 90 * _DAY + _YEAR, forget_networks),
    Rule("who wrote what a legal notice was about", 18 * 30 * _DAY, forget_posters),
    Rule("reports, decisions, appeals and statements, once closed", 3 * _YEAR, forget_cases),
)
