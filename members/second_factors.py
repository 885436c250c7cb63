"""The second factor: who has one, and who must."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from members.models import Member

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(member: Member) -> bool:
    """Whether they have an authenticator app or a security key. Recovery codes alone are none."""
    return Authenticator.objects.filter(user=member, type__in=FACTORS).exists()


def is_missing(member: Member) -> bool:
    """Whether they look after the site and have yet to set up the second factor it asks for."""
    return member.is_staff and not is_excused(member) and not has_one(member)


def is_excused(member: Member) -> bool:
    """Demo accounts, which exist only while the site is on a loopback address."""
    return member.is_demo and settings.IS_LOOPBACK
