"""The links to the page before and the page after, for templates that are worked through once."""

from types import SimpleNamespace
from typing import Any, Final

from harringay.pagination import Page
from harringay.stencils import Slots

LATER: Final = 3


def place_of(page: Page[Any]) -> int:
    """1 for the first page, 2 for the second, and 3 for any later one.

    The first page's own address has no number, nor have links that lead back to it.
    """
    return min(page.number, LATER)


def words_of(page: Page[Any]) -> dict[str, str | int]:
    """What a template is filled with that was cut for `stand_in`."""
    return {
        "number": page.number,
        "previous": page.previous_number,
        "next": page.next_number,
    }


def stand_in(place: int, slots: Slots, *, has_next: bool) -> Any:
    """What stands for a page while a template is cut."""
    is_later = place == LATER
    return SimpleNamespace(
        number=slots.number("number") if is_later else place,
        has_previous=place > 1,
        has_next=has_next,
        previous_number=slots.number("previous") if is_later else place - 1,
        next_number=slots.number("next"),
    )
