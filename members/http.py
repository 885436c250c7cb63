"""A request that certainly has a member."""

from django.http import HttpRequest

from members.models import Member


class MemberRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: Member
