"""Ending sessions: what was signed in elsewhere no longer is."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from allauth.usersessions.models import UserSession
from django.conf import settings

from members.models import Member

Session = Mapping[str, Any]


class Besides(NamedTuple):
    """What else ends with sessions: with that of somebody who signs out, and with all but one."""

    here: Callable[[Member, Session], None]
    elsewhere: Callable[[Member, Session], None]


# An app that this one knows nothing of adds what it does when it is ready.
BESIDES: list[Besides] = []


def sign_out_everywhere(*, member: Member, keep: str | None = None) -> None:
    """End all of a member's sessions, but for the one whose key is `keep`."""
    for session in UserSession.objects.filter(user=member).exclude(session_key=keep):
        session.end()
    kept = import_module(settings.SESSION_ENGINE).SessionStore(keep)
    for besides in BESIDES:
        besides.elsewhere(member, kept)


def sign_out_here(*, member: Member, session: Session) -> None:
    """What ends with a session that its member is about to end themselves."""
    for besides in BESIDES:
        besides.here(member, session)
