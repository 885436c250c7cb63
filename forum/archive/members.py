"""The old site's members, as accounts that their people can sign in to by an e-mailed link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from forum.archive import authors, people
from forum.archive.authors import Authors
from forum.archive.keeping import Fresh
from forum.archive.people import OldMember
from forum.archive.run import Run
from harringay import html
from members.models import Member


@dataclass(frozen=True)
class Plan:
    """What is to become of an old member: a new account, or a name for one that is here."""

    person: OldMember
    email: str | None
    avatar_key: str
    account: Member | None


class Accounts:
    """Makes accounts of old members. None of them is told, and none has a password."""

    def __init__(self, run: Run, its_authors: Authors) -> None:
        self.run = run
        self.authors = its_authors
        everyone = (people.member(values) for values in run.archive.objects("members"))
        self.holders = people.rightful_holders(everyone)

    def prepare(self, found: Sequence[Fresh]) -> list[Plan]:
        """Those whom no earlier run has added; who is here already stays as they are."""
        old = [people.member(each.values) for each in found]
        known = authors.known(person.screen_name for person in old)
        new = [person for person in old if person.screen_name not in known]
        here = _accounts_with({person.email for person in new})
        return [self._plan(person, here.get(person.email)) for person in new]

    def write(self, plans: Sequence[Plan]) -> None:
        for plan in plans:
            if plan.account:
                plan.account.legacy_name = plan.person.screen_name
                plan.account.save(update_fields=["legacy_name"])
                self.run.report.added["old names of members who were here already"] += 1
        self._add([plan for plan in plans if plan.account is None])

    def _plan(self, person: OldMember, account: Member | None) -> Plan:
        if account and self._is_the_same(person, account):
            return Plan(person, account.email, "", account)
        email = self._email(person, is_taken=account is not None)
        return Plan(person, email, self.run.shelf.avatar(person.photo, person.screen_name), None)

    def _is_the_same(self, person: OldMember, account: Member) -> bool:
        """Whoever has shown that the e-mail address is theirs gets their old name with it."""
        if account.legacy_name or self.holders[person.email] != person.screen_name:
            return False
        addresses = EmailAddress.objects.filter(user=account, verified=True)
        return addresses.filter(email__iexact=person.email).exists()

    def _email(self, person: OldMember, *, is_taken: bool) -> str | None:
        """Nobody's address is kept who has left; another's, or a broken one, is reported."""
        if not person.email or person.state == "left":
            return None
        line = f"{person.screen_name} {person.email}"
        try:
            validate_email(person.email)
        except ValidationError:
            self.run.report.bad_emails.append(line)
            return None
        if is_taken or self.holders[person.email] != person.screen_name:
            self.run.report.duplicate_emails.append(line)
            return None
        return person.email

    def _add(self, plans: Sequence[Plan]) -> None:
        known_pages = self.run.addresses
        wanted = [known_pages.get(p.person.email, p.person.screen_name) for p in plans]
        addresses = self.authors.free_addresses(wanted)
        accounts = Member.objects.bulk_create(
            self._account(plan, address) for plan, address in zip(plans, addresses, strict=True)
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=account, email=account.email, primary=True, verified=False)
            for account in accounts
            if account.email
        )
        self.run.report.added["members"] += len(accounts)

    def _account(self, plan: Plan, address: str) -> Member:
        person = plan.person
        return Member(
            email=plan.email,
            address=address,
            name=person.name or person.screen_name[: people.MAX_NAME] or Member.FORMER_NAME,
            legacy_name=person.screen_name or None,
            role=person.role,
            area=person.area,
            about=person.about,
            about_html=html.render(person.about, html.TEXT) if person.about else "",
            html_version=html.VERSION,
            avatar_key=plan.avatar_key,
            joined_at=person.joined_at or self.run.report.started_at,
            password=make_password(None),
            **self._standing(person),
        )

    def _standing(self, person: OldMember) -> Mapping[str, Any]:
        """Suspended: may not sign in. Left: a former member. Pending: not approved yet."""
        now = self.run.report.started_at
        if person.state == "suspended":
            return {"suspended_at": now}
        if person.state == "left":
            return {"left_at": now, "is_active": False}
        return {"is_active": person.state != "pending"}


def _accounts_with(emails: set[str]) -> dict[str, Member]:
    return {member.email or "": member for member in Member.objects.filter(email__in=emails - {""})}
