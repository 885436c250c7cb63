"""What another site shows of a discussion whose address is pasted there (https://oembed.com/).

It is a frame with the discussion's badge, and no copy of anybody's words: what is taken down here
is gone there too.
"""

from collections.abc import Callable, Mapping
from functools import cache
from io import StringIO
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from forum import finding
from forum.models import Discussion, SiteIdentity
from harringay import text
from harringay.visitors import same_for_visitors
from members.models import VISITOR

WIDTH: Final = 480  # pixels, as all that follow
HEIGHT: Final = 220
LEAST_WIDTH: Final = 240  # anything smaller is given a link
CACHE_SECONDS: Final = 3600
NOT_IMPLEMENTED: Final = 501

Words = Mapping[str, str | int]


def address_for(discussion: Discussion) -> str:
    """Where to ask what to show of a discussion, but for the format."""
    url = f"{settings.SITE_URL}{discussion.get_absolute_url()}"
    return f"{settings.SITE_URL}{_own_path()}?url={quote(url, safe='')}"


@require_safe
@same_for_visitors
def serve(request: HttpRequest) -> HttpResponse:
    """The answer in one of the two formats; 501 for any other, as the standard has it."""
    write = WRITERS.get(request.GET.get("format", "json"))
    if write is None:
        said = "The format is json or xml.\n"
        return HttpResponse(said, status=NOT_IMPLEMENTED, content_type="text/plain; charset=utf-8")
    discussion = _find(request.GET.get("url", ""))
    return write(_words(discussion) | _frame(discussion, request.GET))


@cache
def _own_path() -> str:
    return reverse("forum:oembed")


def _find(url: str) -> Discussion:
    """Raises Http404 for what is no discussion of ours, and for one that not everyone may read."""
    slug = _slug_in(url)
    found = finding.find(slug, VISITOR) if slug else None
    if found is None or found.is_withdrawn:
        raise Http404
    return found


def _slug_in(url: str) -> str:
    """The slug of a discussion's address on this site, by whichever scheme; else empty."""
    try:
        asked = urlsplit(url)
        place = resolve(asked.path)
    except (ValueError, Resolver404):
        return ""
    is_ours = asked.netloc == urlsplit(settings.SITE_URL).netloc
    is_web = asked.scheme in {"http", "https"}
    # PostgreSQL cannot even be asked for a NUL.
    if "\0" in url or not (is_ours and is_web and place.view_name == "forum:discussion"):
        return ""
    slug: str = place.kwargs["slug"]
    return slug


def _words(discussion: Discussion) -> dict[str, str | int]:
    """What both kinds of answer say."""
    site = SiteIdentity.current()
    author = discussion.author
    words: dict[str, str | int] = {
        "version": "1.0",
        "type": "link",
        "title": discussion.title,
        "author_name": author.shown_name,
        "provider_name": site.name,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": CACHE_SECONDS,
    }
    if not author.has_left:
        words["author_url"] = f"{settings.SITE_URL}{author.get_absolute_url()}"
    return words


def _frame(discussion: Discussion, asked: Mapping[str, str]) -> dict[str, str | int]:
    """The frame, no larger than there is room for; nothing where it could not be read."""
    width = min(WIDTH, _most(asked.get("maxwidth")))
    if width < LEAST_WIDTH or _most(asked.get("maxheight")) < HEIGHT:
        return {}
    place = reverse("forum:discussion_badge", args=[discussion.slug])
    shown = {"url": f"{settings.SITE_URL}{place}", "title": discussion.title}
    html = render_to_string("forum/_oembed.html", {**shown, "width": width, "height": HEIGHT})
    return {"type": "rich", "html": html.strip(), "width": width, "height": HEIGHT}


def _most(number: str | None) -> int:
    """As much as there is room for; what is no number sets no limit."""
    return int(number) if number and number.isdecimal() and len(number) < 10 else WIDTH  # noqa: PLR2004


def _as_json(words: Words) -> HttpResponse:
    return JsonResponse(words)


def _as_xml(words: Words) -> HttpResponse:
    document = StringIO()
    handler = SimplerXMLGenerator(document, "utf-8")
    handler.startDocument()
    handler.startElement("oembed", AttributesImpl({}))
    for name, value in words.items():
        handler.addQuickElement(name, text.single_line(str(value)))
    handler.endElement("oembed")
    return HttpResponse(document.getvalue(), content_type="text/xml; charset=utf-8")


WRITERS: Final[dict[str, Callable[[Any], HttpResponse]]] = {"json": _as_json, "xml": _as_xml}
