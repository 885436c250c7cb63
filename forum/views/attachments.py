"""Attachments: given out only to those who may see what they belong to."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from forum.models import Attachment
from harringay.handing_over import hand_over


@require_safe
def picture(request: HttpRequest, key: str, width: int) -> HttpResponseBase:
    """One stored width of a picture. Feed readers show it too, on other origins."""
    found = _visible(request, key, Attachment.Kind.PICTURE)
    if width not in found.widths:
        raise Http404
    return hand_over(
        request,
        Path("pictures") / key / f"{width}.webp",
        content_type="image/webp",
        filename="picture.webp",
        for_other_sites=True,
    )


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file from the old site: a download of nothing in particular, never a page of ours."""
    found = _visible(request, key, Attachment.Kind.FILE)
    return hand_over(
        request,
        Path("files") / key,
        content_type="application/octet-stream",
        filename=found.name,
        disposition="attachment",
    )


def _visible(request: HttpRequest, key: str, kind: Attachment.Kind) -> Attachment:
    return get_object_or_404(Attachment.objects.visible_to(request.user), key=key, kind=kind)
