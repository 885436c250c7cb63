"""Ending sessions: what was signed in elsewhere no longer is."""

from allauth.usersessions.models import UserSession

from members.models import Member


def sign_out_everywhere(*, member: Member, keep: str | None = None) -> None:
    """End all of a member's sessions, but for the one whose key is `keep`."""
    for session in UserSession.objects.filter(user=member).exclude(session_key=keep):
        session.end()
