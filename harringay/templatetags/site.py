"""How moments, pages and places are shown: presentation that knows no app."""

import re
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.safestring import SafeString

from harringay import html, moments

register = template.Library()
register.filter("excerpt", html.excerpt)
with_pictures = register.filter("with_pictures", html.pictures.as_shown, is_safe=True)

HEADING = re.compile(r"(</?h)([4-6])(?=[ >])")  # harringay.html stores no others


register.simple_tag(moments.ago, name="time_ago")
register.simple_tag(moments.date_and_time)
register.simple_tag(moments.since)


@register.simple_tag
def minimum_age() -> int:
    """How old members must be, wherever a page says so."""
    least: int = settings.MINIMUM_AGE
    return least


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The address of this page with its query changed; None takes a parameter out."""
    request = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """The address of another page of the same list; the first has no number."""
    return query_with(context, page=number if number > 1 else None)


class Place(Protocol):
    """Where a reader is: in a section, named as its address is, and on its first page or not."""

    @property
    def section(self) -> str: ...

    @property
    def is_its_first_page(self) -> bool: ...


@register.simple_tag
def aria_current(here: Place, section: str) -> SafeString:
    """`aria-current` for a link to the page that is being read, or to the section it is in."""
    if here.section != section:
        return SafeString("")
    return SafeString(f' aria-current="{"page" if here.is_its_first_page else "true"}"')


@register.filter(is_safe=True)
def headings_from(clean_html: str, level: int) -> str:
    """Clean HTML whose highest headings are of `level`, so that a page's outline skips none."""
    if "<h" not in clean_html:
        return clean_html
    used = sorted({tag[2] for tag in HEADING.finditer(clean_html)})
    return HEADING.sub(lambda tag: f"{tag[1]}{level + used.index(tag[2])}", clean_html)
