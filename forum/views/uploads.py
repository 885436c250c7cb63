"""Pictures that members add to what they are writing: by a behaviour, or with the form itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from forum import uploading
from forum.errors import ForumError
from forum.forms import PictureForm
from forum.models import Attachment
from forum.views import refusing
from harringay import html
from harringay.pictures import PictureRefused
from members.errors import PicturesAreOff, RateLimited
from members.limits import Action

SIGNED_OUT = "You are no longer signed in. Please sign in on another page, and try again here."
_REFUSALS = (ForumError, PictureRefused, PicturesAreOff)


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Keep a picture, and tell the behaviour that sent it where it is; or why not."""
    if not request.user.is_authenticated:
        return JsonResponse({"refused": SIGNED_OUT}, status=403)
    adding = PictureForm(request.POST, request.FILES)
    try:
        picture = _take(request, adding)
    except RateLimited as refusal:
        headers = {"Retry-After": str(refusal.retry_after)}
        return JsonResponse({"refused": str(refusal)}, status=429, headers=headers)
    if picture is None:
        mistakes = [str(text) for texts in adding.errors.values() for text in texts]
        return JsonResponse({"refused": " ".join(mistakes)}, status=422)
    line = html.pictures.line(picture.key, picture.name)
    told = picture.as_picture._asdict() | {"words": picture.name, "line": line}
    return JsonResponse(told, status=201)


def received(request: HttpRequest) -> dict[str, Any]:
    """What a form of writing is made from: what was typed, and in its body the picture that came
    with it. Raises RateLimited.
    """
    came = "picture" in request.FILES or "add_picture" in request.POST
    if not (came and request.user.is_authenticated):
        return {"data": request.POST}
    adding = PictureForm(request.POST, request.FILES)
    picture = _take(request, adding)
    if picture is None:
        return {"data": request.POST, "adding": adding}
    return {"data": _with_picture(request.POST, picture)}


def asks_to_look(request: HttpRequest) -> bool:
    """Whether the form is to be shown with what it will look like, and nothing posted yet."""
    return "preview" in request.POST or "add_picture" in request.POST


def _take(request: HttpRequest, adding: PictureForm) -> Attachment | None:
    """The picture, kept; None where the form now says why not. Raises RateLimited."""
    if not (adding.is_valid() and request.user.is_authenticated):
        return None
    refusing.spend(request, Action.PICTURE)
    try:
        return uploading.take_picture(owner=request.user, **adding.given)
    except _REFUSALS as refusal:
        adding.add_error("picture", str(refusal))
    return None


def _with_picture(typed: QueryDict, picture: Attachment) -> QueryDict:
    """With it at the end; in plain text it is a line that its author can move."""
    data = typed.copy()
    body = data.get("body", "").rstrip()
    if data.get("format") == html.HTML:
        data["body"] = f"{body}<p>{html.pictures.element(picture.key, picture.name)}</p>"
    else:
        line = html.pictures.line(picture.key, picture.name)
        data["body"] = f"{body}\n\n{line}\n".lstrip()
    return data
