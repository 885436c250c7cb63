"""What a signed-out resident has typed waits for them until they have signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

KEPT = ("title", "category", "tags", "body", "format", "parent", "submission")

# Twice what a body may have, whose newlines a browser sends as two characters. Forms ask first
# whether the body can be kept; without an end here, strangers could fill our database.
MOST_CHARACTERS = 40_000


def sign_in_first(request: HttpRequest, *, back_to: str) -> HttpResponse:
    """Keep what was typed, and lead through the door and back to the form."""
    typed = {name: request.POST[name][:MOST_CHARACTERS] for name in KEPT if name in request.POST}
    request.session["draft"] = {"path": back_to, "typed": typed}
    messages.info(request, "Please sign in or join first. What you wrote is kept.")
    return redirect_to_login(back_to)


def members_only(view: View) -> View:
    """As login_required; but what was typed before the session ended waits for its author."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return sign_in_first(request, back_to=request.path)
        return redirect_to_login(request.get_full_path())

    return answer


def waiting(request: HttpRequest) -> dict[str, str]:
    """What was typed into the form at this address before signing in; empty where nothing was.

    It stays until the form has been posted: a reload must not lose it.
    """
    draft = request.session.get("draft") or {}
    return draft.get("typed", {}) if draft.get("path") == request.path else {}


def forget(request: HttpRequest) -> None:
    request.session.pop("draft", None)
