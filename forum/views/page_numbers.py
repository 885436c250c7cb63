"""The numbers under a page of replies: the first, the last, and those around this one."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from harringay.pagination import numbers_around
from harringay.stencils import Slots, Stencil


class Shape(NamedTuple):
    """Which of the steps are gaps, which one is the page itself, and whether it has neighbours."""

    gaps: tuple[bool, ...]
    here: int
    has_previous: bool
    has_next: bool


class Step(NamedTuple):
    """A page that can be turned to."""

    number: str
    address: str


def show(path: str, query: dict[str, str], *, number: int, count: int) -> SafeString | str:
    """Nothing where there is one page only."""
    if count == 1:
        return ""
    steps = numbers_around(number, count)
    shape = Shape(
        gaps=tuple(step is None for step in steps),
        here=steps.index(number),
        has_previous=number > 1,
        has_next=number < count,
    )
    words: dict[str, str | int] = {
        "previous": address(path, query, number - 1),
        "next": address(path, query, number + 1),
    }
    for nth, step in enumerate(steps):
        if step is not None:
            words[f"number_{nth}"] = step
            words[f"address_{nth}"] = address(path, query, step)
    return _NUMBERS.fill(shape, **words)


def address(path: str, query: dict[str, str], number: int) -> str:
    """Of the nth page; the first has no number."""
    asked = query | {"page": str(number)} if number > 1 else query
    return f"{path}?{urlencode(asked)}" if asked else path


def _stand_ins(shape: Shape, slots: Slots) -> dict[str, Any]:
    steps = [
        None if is_gap else Step(slots(f"number_{nth}"), slots(f"address_{nth}"))
        for nth, is_gap in enumerate(shape.gaps)
    ]
    return {
        "label": "Pages of replies",
        "steps": steps,
        "current": steps[shape.here],
        "previous": Step("", slots("previous")) if shape.has_previous else None,
        "next": Step("", slots("next")) if shape.has_next else None,
    }


_NUMBERS = Stencil("site/_page_numbers.html", _stand_ins)
