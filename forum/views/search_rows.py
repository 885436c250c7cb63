"""What a search found, each in a row of its own."""

from collections.abc import Container, Iterable
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
    is_muted: bool


def show(results: Iterable[Result], *, muted: Container[int]) -> SafeString:
    """Results, written out; those of `muted` authors folded away."""
    rows = (_row(result, is_muted=result.author_key in muted) for result in results)
    return mark_safe("".join(rows))  # noqa: S308  all rendered


def _row(result: Result, *, is_muted: bool) -> SafeString:
    return _ROW.fill(
        RowShape(is_reply=result.is_reply, has_left=not result.author_url, is_muted=is_muted),
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
