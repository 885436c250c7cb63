"""Attachments: given out only to those who may see what they belong to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from forum.models import Attachment
from harringay.handing_over import hand_over


@require_safe
def picture(request: HttpRequest, key: str, width: int) -> HttpResponseBase:
    """One stored width of a picture. Feed readers show it too, on other origins.

    Of one that was taken down or taken back it is said that it will not come back (safety L-19).
    """
    pictures = Attachment.objects.filter(kind=Attachment.Kind.PICTURE, key=key)
    found = pictures.visible_to(request.user).first()
    if found is None and pictures.gone().exists():
        return HttpResponse("This picture was taken down.", "text/plain", 410)
    path = (
        next((path for path in found.stored_at if path.stem == str(width)), None) if found else None
    )
    if path is None:
        raise Http404
    return hand_over(
        request,
        path,
        content_type="image/webp",
        filename="picture.webp",
        for_other_sites=True,
    )


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file from the old site: a download of nothing in particular, never a page of ours."""
    files = Attachment.objects.filter(kind=Attachment.Kind.FILE)
    found = get_object_or_404(files.visible_to(request.user), key=key)
    return hand_over(
        request,
        found.stored_at[0],
        content_type="application/octet-stream",
        filename=found.name,
        disposition="attachment",
    )
