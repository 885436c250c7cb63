"""Who may be signed in; Django asks at every request, so that a suspension holds at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.base import SessionBase

from harringay import compiled
from members.models import Member, Viewer
from members.sessions import SessionStore

_WITH_KEY = compiled.Query(lambda pk: Member.objects.filter(pk=pk))

_session: ContextVar[SessionBase | None] = ContextVar("session", default=None)


@contextmanager
def looking_in(session: SessionBase) -> Iterator[None]:
    """Let the backend take the member who was read with this session.

    Django asks it with the member's key alone.
    """
    token = _session.set(session)
    try:
        yield
    finally:
        _session.reset(token)


class MemberBackend(AuthenticationBackend):
    """By e-mail or by address, and nobody who waits, is kept out or has left."""

    def user_can_authenticate(self, user: Viewer | None) -> bool:
        return isinstance(user, Member) and user.may_sign_in

    def get_user(self, user_id: int) -> Member | None:
        member: Member | None = _read_with_session(user_id) or _WITH_KEY.first(user_id)
        return member if self.user_can_authenticate(member) else None


def _read_with_session(user_id: int) -> Member | None:
    session = _session.get()
    member = session.member if isinstance(session, SessionStore) else None
    return member if member and member.pk == user_id else None
