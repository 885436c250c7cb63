"""The pictures of notices and advertisements."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from harringay.handing_over import hand_over
from notifications import illustrating
from notifications.models import Notice


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """A picture that is a notice's now; one that has been replaced is gone at once."""
    get_object_or_404(Notice, picture_key=key)
    path = illustrating.stored_at(key)
    return hand_over(request, path, content_type="image/webp", filename="picture.webp")
