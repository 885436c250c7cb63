"""A request that certainly has a member, and whether it is still them."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest

from members.models import Member


class MemberRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: Member


@reauthentication_required
def check_it_is_you(_request: HttpRequest) -> None:
    """Ask for the password or the second factor again after 15 minutes (safety S-23)."""
