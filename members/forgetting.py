"""Forgetting about accounts what has been kept for long enough (members.retaining)."""

from datetime import datetime, timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from members import changing_email, exporting, holding
from members.models import Member, Role
from members.models.email_change import UNDO_FOR
from members.models.export import KEPT
from members.retaining import Rule, network_of


def forget_unconfirmed(before: datetime) -> None:
    """Accounts whose e-mail address nobody has shown to be theirs.

    Not those of the old site's members, who never asked for one, nor the first owner's.
    """
    unconfirmed = Member.objects.filter(
        joined_at__lt=before,
        role=Role.MEMBER,
        last_login=None,
        legacy_name=None,
        discussion_count=0,
        reply_count=0,
        emailaddress__verified=False,
    )
    for member in unconfirmed.exclude(emailaddress__verified=True).distinct():
        if not holding.holds_on(member).things:
            member.delete()


def shorten_addresses(before: datetime) -> None:
    """The IP addresses from which somebody has signed in: the network is left."""
    for session in UserSession.objects.filter(created_at__lt=before):
        network = network_of(session.ip)
        if session.ip != network:
            UserSession.objects.filter(pk=session.pk).update(ip=network)


def forget_sign_ins(before: datetime) -> None:
    UserSession.objects.filter(created_at__lt=before).delete()


def forget_ended_sessions(_before: datetime) -> None:
    """Sessions that have ended by themselves, and where they were begun."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


ADDRESSES_KEPT = timedelta(days=90)
NETWORKS_KEPT = timedelta(days=365)

RULES = (
    Rule("accounts without a confirmed address", timedelta(days=7), forget_unconfirmed),
    Rule("sessions that have ended", timedelta(0), forget_ended_sessions),
    Rule("IP addresses of sign-ins", ADDRESSES_KEPT, shorten_addresses),
    Rule(
        "the part of such an address that many share",
        ADDRESSES_KEPT + NETWORKS_KEPT,
        forget_sign_ins,
    ),
    Rule("the e-mail address that you had before", UNDO_FOR, changing_email.forget),
    Rule("copies of members’ data", KEPT, exporting.delete_older_than),
)
