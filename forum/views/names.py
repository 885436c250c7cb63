"""Names that somebody may mean who has begun to write one after an `@`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from forum import mentioning
from forum.views import refusing
from members.errors import RateLimited
from members.limits import Action


@require_safe
def begun(request: HttpRequest) -> HttpResponse:
    """For a behaviour: a few names, and what to write for each. Members alone are told."""
    if not request.user.is_authenticated:
        return JsonResponse({"names": []}, status=403)
    try:
        refusing.spend(request, Action.NAMES)
    except RateLimited as refusal:
        headers = {"Retry-After": str(refusal.retry_after)}
        return JsonResponse({"names": []}, status=429, headers=headers)
    words, slug = request.GET.get("begins", ""), request.GET.get("in", "")
    found = mentioning.suggest(words, to=request.user, slug=slug)
    return JsonResponse({"names": [suggestion._asdict() for suggestion in found]})
