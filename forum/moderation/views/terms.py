"""The terms of service: those in force, each other version, and saying that one has read them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from forum.moderation import agreeing
from forum.moderation.models import TermsVersion
from harringay.visitors import same_for_visitors
from members.http import MemberRequest


@require_safe
@same_for_visitors
def current(request: HttpRequest) -> HttpResponse:
    terms = TermsVersion.objects.in_force(timezone.localdate())
    if terms is None:
        raise Http404
    return _show(request, terms)


@require_safe
@same_for_visitors
def version(request: HttpRequest, number: int) -> HttpResponse:
    return _show(
        request, get_object_or_404(TermsVersion.objects.visible_to(request.user), number=number)
    )


@require_POST
@login_required
def accept(request: MemberRequest) -> HttpResponse:
    agreeing.accept(request.user)
    messages.success(request, "Thank you. You will not be asked about these terms again.")
    return redirect("moderation:terms")


def _show(request: HttpRequest, terms: TermsVersion) -> HttpResponse:
    today = timezone.localdate()
    others = TermsVersion.objects.announced().exclude(pk=terms.pk).latest_first().defer("body")
    context = {"terms": terms, "others": others, "today": today}
    return render(request, "moderation/terms.html", context)
