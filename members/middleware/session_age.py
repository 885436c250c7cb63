"""How long a sign-in lasts (safety S-15): less long for those who can do more."""

import time
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse

from members import second_factors
from members.backends import looking_in
from members.models import Member

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
MINUTE, HOUR, DAY = 60, 3600, 86_400


class Age(NamedTuple):
    """Seconds: the longest pause, the longest stay, and how exactly the pause is measured."""

    idle: int
    absolute: int
    step: int


# A session is written once a step and not at every page: a reader must not cost a write.
MEMBERS = Age(idle=30 * DAY, absolute=90 * DAY, step=DAY)
STAFF = Age(idle=30 * MINUTE, absolute=12 * HOUR, step=MINUTE)


class SessionAgeMiddleware:
    """Ends sign-ins that are too old. Requests without a session cookie cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # The member, and no longer a promise of one, which would look at itself at each use.
            with looking_in(request.session):
                request.user = get_user(request)
            if request.user.is_authenticated:
                _mind_age(request, request.user)
        return self.get_response(request)


def _mind_age(request: HttpRequest, member: Member) -> None:
    now = int(time.time())
    signed_in_at = request.session.get(SIGNED_IN_AT, now)
    seen_at = request.session.get(SEEN_AT, 0)
    age = _age_for(member)
    if (seen_at and now - seen_at > age.idle) or now - signed_in_at > age.absolute:
        logout(request)
    elif now - seen_at > age.step:
        request.session[SIGNED_IN_AT] = signed_in_at
        request.session[SEEN_AT] = now


def _age_for(member: Member) -> Age:
    return STAFF if member.is_staff and not second_factors.is_excused(member) else MEMBERS
