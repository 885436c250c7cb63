"""The few places where django-allauth asks us something."""

from allauth.account.adapter import DefaultAccountAdapter

from members.models import Member


def display_name(member: Member) -> str:
    return member.shown_name


class AccountAdapter(DefaultAccountAdapter):
    """Our answers about accounts."""
