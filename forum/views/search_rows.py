"""What a search found, each in a row of its own."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forum.searching import Result
from harringay import moments
from harringay.stencils import Slots, Stencil


class RowShape(NamedTuple):
    """Everything that templates/forum/_search_result.html decides by."""

    is_reply: bool
    has_left: bool
    is_muted: bool


def show(results: Iterable[Result]) -> SafeString:
    """Results, written out; those of authors whom the reader has muted folded away."""
    return mark_safe("".join(map(_row, results)))  # noqa: S308  all rendered


def _row(result: Result) -> SafeString:
    return _ROW.fill(
        RowShape(result.is_reply, has_left=not result.author_url, is_muted=result.is_muted),
        url=_escaped(result.url),
        title=result.title_html,
        snippet=result.snippet_html,
        author=_escaped(result.author),
        author_url=_escaped(result.author_url),
        category=_escaped(result.category),
        when=moments.ago(result.at),
        # Several replies to one discussion have the same title; this tells them apart.
        moment=_exact(result.at) if result.is_reply else "",
    )


@lru_cache(maxsize=4096)
def _escaped(word: str) -> SafeString:
    """Names and addresses, most of which are shown again and again."""
    return escape(word)


@lru_cache(maxsize=4096)
def _exact(at: datetime) -> SafeString:
    return escape(f"{timezone.localtime(at):%d %B %Y, %H:%M}".removeprefix("0"))


def _stand_ins(shape: RowShape, slots: Slots) -> dict[str, Any]:
    strings = ("url", "title", "snippet", "author", "author_url", "category", "when", "moment")
    return {"shape": shape, **{name: slots(name) for name in strings}}


_ROW = Stencil("forum/_search_result.html", _stand_ins)
