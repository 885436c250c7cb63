"""What a search found, each in a row of its own."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from forum.searching import Result
from harringay import moments
from harringay.stencils import Slots, Stencil


class RowShape(NamedTuple):
    """Everything that templates/forum/_search_result.html decides by."""

    is_reply: bool
    has_left: bool


def show(results: Iterable[Result]) -> SafeString:
    """Results, written out."""
    return mark_safe("".join(map(_row, results)))  # noqa: S308  all rendered


def _row(result: Result) -> SafeString:
    return _ROW.fill(
        RowShape(is_reply=result.is_reply, has_left=not result.author_url),
        url=result.url,
        title=result.title_html,
        snippet=result.snippet_html,
        author=result.author,
        author_url=result.author_url,
        category=result.category,
        when=moments.ago(result.at),
        # Several replies to one discussion have the same title; this tells them apart.
        moment=_exact(result.at) if result.is_reply else "",
    )


@lru_cache(maxsize=4096)
def _exact(at: datetime) -> str:
    return f"{timezone.localtime(at):%d %B %Y, %H:%M}".removeprefix("0")


def _stand_ins(shape: RowShape, slots: Slots) -> dict[str, Any]:
    strings = ("url", "title", "snippet", "author", "author_url", "category", "when", "moment")
    return {"shape": shape, **{name: slots(name) for name in strings}}


_ROW = Stencil("forum/_search_result.html", _stand_ins)
