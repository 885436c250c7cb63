"""The limits beside which the site is measured: a constant, a page of twenty, one insert."""

from django.http import HttpRequest, HttpResponse  # noqa: TID251  these are views
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from bench.bare.models import Note, Reply

CONSTANT = f"<!doctype html><title>Bare</title><p>{'A quiet street. ' * 73}</p>".encode()


def constant(_request: HttpRequest) -> HttpResponse:
    """L0: 1.2 KB that are always the same."""
    return _answer(CONSTANT)


def twenty(_request: HttpRequest, discussion_id: int) -> HttpResponse:
    """L1: one indexed query, and a template with two dates for each of its twenty rows."""
    replies = Reply.objects.filter(discussion_id=discussion_id).order_by("path")
    replies = replies.select_related("author").defer("path")[:20]
    return _answer(render_to_string("page.html", {"replies": replies}).encode())


@csrf_protect
def insert(request: HttpRequest) -> HttpResponse:
    """The least that posting can cost: the CSRF check and one row."""
    Note.objects.create(body=request.POST["body"])
    return _answer(b"", status=302, location="/")


def _answer(body: bytes, *, status: int = 200, location: str = "") -> HttpResponse:
    """No middleware is here to say how long the body is."""
    response = HttpResponse(body, status=status, headers={"Content-Length": str(len(body))})
    if location:
        response["Location"] = location
    return response


urlpatterns = [
    path("constant", constant),
    path("twenty/<int:discussion_id>", twenty),
    path("insert", insert),
]
