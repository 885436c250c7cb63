"""Members' pictures."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from harringay.handing_over import hand_over
from members import avatars
from members.models import Member


@require_safe
def show(request: HttpRequest, key: str, size: int) -> HttpResponseBase:
    """A picture that is somebody's now; one that has been replaced is gone at once."""
    if size not in avatars.SIZES:
        raise Http404
    get_object_or_404(Member.objects.filter(left_at=None), avatar_key=key)
    path = avatars.stored_at(key, size)
    return hand_over(request, path, content_type="image/webp", filename="avatar.webp")
