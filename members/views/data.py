"""What the site holds about a member, for them to take away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from members import exporting
from members.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show(request: MemberRequest) -> HttpResponse:
    """One press asks for a copy; the page says how far it is."""
    if request.method == "POST":
        exporting.ask_for(request.user)
        messages.success(request, "Your copy is being made. We write to you when it is ready.")
        return redirect("members:data")
    return render(request, "members/data.html", {"export": exporting.fresh_of(request.user)})


@require_safe
@never_cache
@login_required
def copy(request: MemberRequest) -> HttpResponseBase:
    """The member's own zip, whoever else knows this address."""
    export = exporting.fresh_of(request.user)
    if export is None or not export.is_ready:
        raise Http404
    try:
        file = exporting.path_of(export).open("rb")
    except OSError as problem:
        raise Http404 from problem
    return FileResponse(file, as_attachment=True, filename="my-data.zip")
