"""Saying no beside the form, with every word that was typed still in it."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from forum.errors import ForumError
from harringay.client_address import client_address
from members import limits
from members.errors import RateLimited

Refusal = ForumError | RateLimited
REFUSALS = (ForumError, RateLimited)


def spend(request: HttpRequest, action: limits.Action) -> None:
    """Count one more of an action for whoever asks. Raises RateLimited."""
    member = request.user if request.user.is_authenticated else None
    limits.spend(action, member=member, ip=client_address(request))


def refuse(form: Form, refusal: Refusal, show: Callable[..., HttpResponse]) -> HttpResponse:
    """The form again, by `show(status=…)`, with the refusal above it."""
    form.add_error(None, str(refusal))
    if not isinstance(refusal, RateLimited):
        return show(status=403)
    response = show(status=429)
    response.headers["Retry-After"] = str(refusal.retry_after)
    return response
