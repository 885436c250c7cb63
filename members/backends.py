"""Who may be signed in; Django asks at every request, so that a suspension holds at once."""

from allauth.account.auth_backends import AuthenticationBackend

from harringay import compiled
from members.models import Member, Viewer

_WITH_KEY = compiled.Query(lambda pk: Member.objects.filter(pk=pk))


class MemberBackend(AuthenticationBackend):
    """By e-mail or by address, and nobody who waits, is kept out or has left."""

    def user_can_authenticate(self, user: Viewer | None) -> bool:
        return isinstance(user, Member) and user.may_sign_in

    def get_user(self, user_id: int) -> Member | None:
        member: Member | None = _WITH_KEY.first(user_id)
        return member if self.user_can_authenticate(member) else None
