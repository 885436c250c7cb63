"""Answers that would tell by their haste whether somebody has an account (safety S-18).

The pages and their words are the same for known and unknown addresses, but the work behind them is
not: an account is opened, or a link is signed. So these answers leave on the beat of a clock.
"""

from collections.abc import Callable
from time import monotonic, sleep

from django.http import HttpRequest, HttpResponse

ASKED_BY_STRANGERS = {"account_signup", "account_request_login_code", "account_reset_password"}
# The work differs by about 20 ms (SQLite, 2 cores): what a late beat gives away is within 5 %.
BEAT = 0.5


class EvenAnswersMiddleware:
    """Holds answers back until the next beat; how many there are is limited (members.limits)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began_at = monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.url_name in ASKED_BY_STRANGERS:
            sleep((began_at - monotonic()) % BEAT)
        return response
