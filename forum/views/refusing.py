"""Saying no beside the form, with every word that was typed still in it; or not yet."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from forum.errors import ForumError, SlowedDown
from forum.models import Discussion, Reply
from harringay.client_address import client_address
from members import limits
from members.errors import RateLimited

Refusal = ForumError | RateLimited
WAITS = "Thank you. A moderator looks at it first; nobody else can read it yet."
REFUSALS = (ForumError, RateLimited)


def spend(request: HttpRequest, action: limits.Action) -> None:
    """Count one more of an action for whoever asks. Raises RateLimited."""
    member = request.user if request.user.is_authenticated else None
    limits.spend(action, member=member, ip=client_address(request))


def refuse(form: Form, refusal: Refusal, show: Callable[..., HttpResponse]) -> HttpResponse:
    """The form again, by `show(status=…)`, with the refusal above it."""
    form.add_error(None, str(refusal))
    if not isinstance(refusal, RateLimited | SlowedDown):
        return show(status=403)
    response = show(status=429)
    response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def thanks(written: Discussion | Reply, posted: str) -> str:
    """What its author is told: that it was posted, or that it waits."""
    return WAITS if written.is_held else posted
