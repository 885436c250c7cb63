"""What has been replied since a page was fetched, for a behaviour that asks while it is read."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from forum import finding
from forum.views import frame
from harringay.conditional import conditions_of, is_known
from harringay.visitors import same_for_visitors

LONGEST = 7  # digits: a discussion holds fewer than two million replies


@require_safe
@same_for_visitors
def replies(request: HttpRequest, slug: str) -> HttpResponse:
    """How many came `after` the nth, and where the first is. Two queries, and one for a member
    who knows the answer.
    """
    after = _number(request.GET.get("after", "0"))
    # Under the same version (forum.changes) a reader is told the same.
    etag = f'W/"{frame.version_of(request)}-{request.user.pk or ""}"'
    response = HttpResponse(status=304)
    if not is_known(conditions_of(request.META), etag=etag):
        response = _answer(request, slug, after)
    if request.user.is_authenticated:
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
    return response


def _answer(request: HttpRequest, slug: str, after: int) -> JsonResponse:
    newer = finding.newer_replies(slug, request.user, after=after)
    if newer is None:
        raise Http404
    is_all_counted = len(newer) < finding.MOST_COUNTED
    first = reverse("forum:reply", args=[newer[0]]) if newer else None
    return JsonResponse({"count": len(newer), "is_all_counted": is_all_counted, "first": first})


def _number(value: str) -> int:
    """Raises Http404 for anything but a plain number."""
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST):
        raise Http404
    return int(value)
