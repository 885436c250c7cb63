"""The house rules, and each one's earlier wordings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum.models import Page
from forum.moderation.models import Rule
from harringay.visitors import same_for_visitors

OWN_WORDS = "rules"  # the page with what the owner says of the rules, before them


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    about = Page.objects.visible_to(request.user).filter(slug=OWN_WORDS).first()
    context = {"about": about, "rules": Rule.objects.in_force().in_order()}
    return render(request, "moderation/rules.html", context)


@require_safe
@same_for_visitors
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """Every wording that a rule has had, the latest first; of one that has ended too."""
    rule = get_object_or_404(Rule, number=number)
    context = {"rule": rule, "versions": rule.versions.order_by("-version")}
    return render(request, "moderation/rule.html", context)
