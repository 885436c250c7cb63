"""The page that a mail's link leads to: a GET asks, a POST does (RFC 8058).

No cookie and no login stand before it, and no token of a form's: the link itself is the key, and a
mail program has nothing else to send.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import unsubscribing
from notifications.unsubscribing import Scope, Standing

ONE_CLICK = "List-Unsubscribe"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """What the link can stop, and how that stands. A link that says nothing to us says so."""
    about = unsubscribing.standing(token)
    is_done = bool(about and request.method == "POST" and _do(request, about))
    if is_done:
        about = unsubscribing.standing(token)
    context = {"about": about, "is_done": is_done}
    return render(request, "notifications/unsubscribe.html", context)


def _do(request: HttpRequest, about: Standing) -> bool:
    """What was pressed here or in a mail program; whether it was anything that we know."""
    if request.POST.get(ONE_CLICK) == "One-Click":
        unsubscribing.stop(about, about.narrowest)
        return True
    for name, verb in (("stop", unsubscribing.stop), ("again", unsubscribing.begin_again)):
        if request.POST.get(name) in about.scopes:
            verb(about, Scope(request.POST[name]))
            return True
    return False
