"""Who may be signed in; Django asks at every request, so that a suspension holds at once."""

from allauth.account.auth_backends import AuthenticationBackend

from members.models import Member, Viewer


class MemberBackend(AuthenticationBackend):
    """By e-mail or by address, and nobody who waits, is suspended or has left."""

    def user_can_authenticate(self, user: Viewer | None) -> bool:
        return isinstance(user, Member) and user.may_sign_in
