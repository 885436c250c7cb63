"""The link in the mail to an e-mail address that has been changed."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members import changing_email
from members.errors import LinkNoLongerWorks


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then do it: some mail scanners open every link, so that GET changes nothing."""
    try:
        if request.method == "POST":
            changing_email.undo(token)
            logout(request)
            messages.success(request, "Your old e-mail address is back, and everyone signed out.")
            return redirect("account_request_login_code")
        change = changing_email.read_undo_token(token)
    except LinkNoLongerWorks as refusal:
        context: dict[str, object] = {"refusal": refusal}
        return _no_referrer(render(request, "members/email_undo.html", context, status=410))
    return _no_referrer(render(request, "members/email_undo.html", {"change": change}))


def _no_referrer(response: HttpResponse) -> HttpResponse:
    """The address of the page is the secret: no link on it may pass it on (safety S-12)."""
    response["Referrer-Policy"] = "no-referrer"
    return response
