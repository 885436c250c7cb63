"""The terms of service: drafted, announced to every member in good time, and gone on under.

A version is announced at least fourteen days before it holds (safety L-38). Members see that on
every page and are written to; who signs up, or does anything here from that day on, accepts it.
"""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone

from forum.errors import NotAllowed
from forum.models import SiteIdentity
from forum.moderation import auditing
from forum.moderation.errors import AnnouncedAlready, TooSoon
from forum.moderation.models import Acceptance, OfficialLetter, TermsVersion
from members.models import Member

NOTICE: Final = timedelta(days=14)  # safety L-38
_AT_ONCE: Final = 500

# Members of whom this process knows that they go on under what is in force on a day.
_going_on: dict[int, date] = {}


@transaction.atomic
def draft(body: str, *, by: Member) -> TermsVersion:
    """Write the next version, which nobody else sees before it is announced. Raises NotAllowed."""
    _check(by)
    last = TermsVersion.objects.aggregate(last=Max("number"))["last"] or 0
    terms = TermsVersion.objects.create(number=last + 1, body=body)
    auditing.record("draft terms", terms, by=by)
    return terms


@transaction.atomic
def redraft(terms: TermsVersion, body: str, *, by: Member) -> None:
    """Change a draft. Raises NotAllowed, AnnouncedAlready."""
    _check(by)
    terms = _locked_draft(terms)
    terms.body = body
    terms.save(update_fields=["body"])
    auditing.record("redraft terms", terms, by=by)


@transaction.atomic
def announce(terms: TermsVersion, *, by: Member, in_force_on: date) -> None:
    """Tell every member which terms hold from a day on. It is the owner who has checked them.

    Raises NotAllowed, AnnouncedAlready, TooSoon.
    """
    _check(by)
    terms = _locked_draft(terms)
    now = timezone.now()
    if in_force_on < timezone.localdate(now) + NOTICE:
        raise TooSoon
    terms.announced_at = terms.checked_at = now
    terms.in_force_on = in_force_on
    terms.save(update_fields=["announced_at", "checked_at", "in_force_on"])
    SiteIdentity.objects.update_or_create(
        pk=1, defaults={"terms_number": terms.number, "terms_on": in_force_on}
    )
    auditing.record("announce terms", terms, by=by, after={"in_force_on": in_force_on.isoformat()})
    _write_to_all(terms)


@transaction.atomic
def check(terms: TermsVersion, *, by: Member) -> None:
    """Note that the owner has read what came with the software, and stands by it."""
    _check(by)
    TermsVersion.objects.filter(pk=terms.pk, checked_at=None).update(checked_at=timezone.now())
    auditing.record("check terms", terms, by=by)


def accept(member: Member) -> None:
    """Note that they go on under the terms in force. Two queries, and none again the same day."""
    today = timezone.localdate()
    if _going_on.get(member.pk) == today:
        return
    terms = TermsVersion.objects.in_force(today)
    if terms:
        Acceptance.objects.get_or_create(member=member, terms=terms)
    _going_on[member.pk] = today


def goes_on(member: Member, number: int) -> bool:
    """Whether they have accepted a version; no query for whom this process has seen accept it."""
    if _going_on.get(member.pk) == timezone.localdate():
        return True
    return Acceptance.objects.filter(member=member, terms__number=number).exists()


def forget() -> None:
    """Ask anew of everybody."""
    _going_on.clear()


def _check(by: Member) -> None:
    if not by.is_owner:
        raise NotAllowed("Only the owner can change the terms.")


def _locked_draft(terms: TermsVersion) -> TermsVersion:
    terms = TermsVersion.objects.select_for_update().get(pk=terms.pk)
    if terms.is_announced:
        raise AnnouncedAlready
    return terms


def _write_to_all(terms: TermsVersion) -> None:
    """A letter to each who has an account."""
    site = SiteIdentity.current().name
    url = f"{settings.SITE_URL}{terms.get_absolute_url()}"
    context = {"terms": terms, "site": site, "url": url}
    text = render_to_string("moderation/letters/terms.txt", context).strip() + "\n"
    keys = Member.objects.filter(is_active=True, left_at=None).values_list("pk", flat=True)
    letters = (
        OfficialLetter(
            key=f"terms:{terms.number}:{key}",
            member_id=key,
            subject=f"The terms of {site} change",
            text=text,
        )
        for key in keys.iterator(_AT_ONCE)
    )
    OfficialLetter.objects.bulk_create(letters, batch_size=_AT_ONCE)
