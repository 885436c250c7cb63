"""The ten kinds of people of the matrix (safety S-27), each with a browser of their own."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from members import suspending
from members.models import Member
from members.models import Role as Office
from tests.factories import PASSWORD, make_member


class Role(StrEnum):
    VISITOR = "visitor"
    UNCONFIRMED = "unconfirmed"
    MEMBER = "member"
    AUTHOR = "author"
    RESTRICTED = "restricted"
    SUSPENDED = "suspended"
    BANNED = "banned"
    MODERATOR = "moderator"
    CONFLICTED = "conflicted moderator"
    OWNER = "owner"


# Whom a page takes for a visitor, and whom for a member.
OUTSIDE = {Role.VISITOR, Role.UNCONFIRMED, Role.SUSPENDED, Role.BANNED}
INSIDE = set(Role) - OUTSIDE
STAFF = {Role.MODERATOR, Role.CONFLICTED, Role.OWNER}


def make_people() -> dict[Role, Member]:
    """Everybody but the visitor, and all of them in good standing yet."""
    office = {Role.OWNER: Office.OWNER, Role.MODERATOR: Office.MODERATOR}
    office[Role.CONFLICTED] = Office.MODERATOR
    return {
        role: make_member(
            name=f"{role.title()} Person",
            address=role.replace(" ", "-"),
            role=office.get(role, Office.MEMBER),
            has_second_factor=role in STAFF,
        )
        for role in Role
        if role != Role.VISITOR
    }


def open_browsers(people: Mapping[Role, Member]) -> dict[Role, Client]:
    """A browser for each: signed in where they can be, and then what makes them what they are."""
    opened = {role: Client() for role in Role}
    for role, member in people.items():
        if role != Role.UNCONFIRMED:
            _sign_in(member, opened[role])
    for role, become in _BECOME.items():
        become(people[role], opened[role], people[Role.OWNER])
    return opened


def _sign_in(member: Member, browser: Client) -> None:
    """Just now, and by password: nobody is asked once more that it is them."""
    browser.force_login(member)
    request = HttpRequest()
    request.session = browser.session
    record_authentication(request, member, "password", reauthenticated=True)
    request.session.save()


def _unconfirm(member: Member, browser: Client, _owner: Member) -> None:
    """They gave the right password, and are asked for the code that was mailed to them."""
    EmailAddress.objects.filter(user=member).update(verified=False)
    browser.post("/accounts/login/", {"login": member.email, "password": PASSWORD})


def _restrict(member: Member, _browser: Client, owner: Member) -> None:
    suspending.restrict(member, until=timezone.now() + timedelta(days=7), by=owner)


def _suspend(member: Member, _browser: Client, owner: Member) -> None:
    suspending.suspend(member, by=owner)


def _ban(member: Member, _browser: Client, owner: Member) -> None:
    suspending.ban(member, by=owner)


# One obvious place in which each is made what they are; whom it does not name is just appointed.
_BECOME: dict[Role, Callable[[Member, Client, Member], None]] = {
    Role.UNCONFIRMED: _unconfirm,
    Role.RESTRICTED: _restrict,
    Role.SUSPENDED: _suspend,
    Role.BANNED: _ban,
}
