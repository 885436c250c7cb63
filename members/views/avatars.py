"""Members' pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from harringay.handing_over import hand_over
from members import avatars
from members.models import Member


@require_safe
def show(request: HttpRequest, key: str, size: int) -> HttpResponseBase:
    """A picture that is somebody's now; one that has been replaced is gone at once.

    Of one that moderators took down it is said that it will not come back (safety L-19).
    """
    if size not in avatars.SIZES:
        raise Http404
    try:
        get_object_or_404(Member.objects.filter(left_at=None), avatar_key=key)
    except Http404:
        if Member.objects.filter(hidden_avatar_key=key).exists():
            return HttpResponse("This picture was taken down.", "text/plain", 410)
        raise
    path = avatars.stored_at(key, size)
    return hand_over(request, path, content_type="image/webp", filename="avatar.webp")
