"""The people of the demo content: thirty accounts that sign in with one password."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from forum.demo import reader
from forum.demo.reader import Neighbour
from harringay import html
from members import avatars
from members.models import Member

PASSWORD = "harringay"  # noqa: S105  it is in the README, and opens nothing but fiction
INITIALS_ONLY = 1  # the remainder, by three, of those without a picture


def move_in(now: datetime) -> dict[str, Member]:
    """Every neighbour by address, able to sign in."""
    # One hash for all: it is slow by design.
    password = make_password(PASSWORD)
    members = [_member(neighbour, password, now) for neighbour in reader.neighbours()]
    Member.objects.bulk_create(members)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email or "", verified=True, primary=True)
        for member in members
    )
    return {member.address: member for member in members}


def _member(neighbour: Neighbour, password: str, now: datetime) -> Member:
    return Member(
        address=neighbour.address,
        name=neighbour.name,
        email=neighbour.email,
        password=password,
        role=neighbour.role,
        area=neighbour.area,
        about=neighbour.about,
        about_html=html.render(neighbour.about, html.TEXT),
        html_version=html.VERSION,
        joined_at=now - timedelta(days=neighbour.joined_days_ago),
        is_demo=True,
    )


def hang_portraits(members: Iterable[Member]) -> None:
    """Give a picture to two in three of those who are still here; the others show initials."""
    # A web process draws none, and never loads what draws.
    from forum.demo import portraits  # noqa: PLC0415

    present = [member for member in members if not member.has_left]
    for nth, member in enumerate(present):
        if nth % 3 != INITIALS_ONLY:
            drawn = portraits.portrait(member.address, avatars.SIZES)
            avatars.keep(member=member, drawn=drawn)


def see_off(members: dict[str, Member], now: datetime) -> None:
    """Close the accounts of those who left; what they wrote stays."""
    for neighbour in reader.neighbours():
        if neighbour.left_days_ago is not None:
            member = members[neighbour.address]
            EmailAddress.objects.filter(user=member).delete()
            member.left_at = now - timedelta(days=neighbour.left_days_ago)
            member.email = None
            member.set_unusable_password()
            member.save()
