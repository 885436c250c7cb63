"""Pages: how a long list, or a tree of replies, is cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404

Item = TypeVar("Item")

LIST_PAGE_SIZE = 30
# A list is read from the top; nobody turns its five-hundredth page, and every page before it
# would have to be counted. Search and the archive by date lead to what is older.
MOST_PAGES = 500
PAGES_AROUND = 2  # five numbers in a row still fit a phone, with the first and the last page


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list, which knows only whether there is another: nothing is counted."""

    items: Sequence[Item]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def previous_number(self) -> int:
        return self.number - 1


def page_of(rows: "QuerySet[Any, Item]", number: int, *, size: int = LIST_PAGE_SIZE) -> Page[Item]:
    """The nth page of an ordered queryset. Raises Http404 past the end."""
    start = (number - 1) * size
    return page_from(list(rows[start : start + size + 1]), number, size=size)


def page_from(found: Sequence[Item], number: int, *, size: int = LIST_PAGE_SIZE) -> Page[Item]:
    """The nth page, given its rows and, where there is one, the first of the next.

    Raises Http404 past the end.
    """
    if (not found and number > 1) or number > MOST_PAGES:
        raise Http404
    return Page(items=found[:size], number=number, has_next=len(found) > size)


def page_number(value: str | None) -> int:
    """The page that a query string asks for; 1 where it asks for none.

    Raises Http404 for anything but a plain number such as ours.
    """
    if value is None:
        return 1
    if not (value.isascii() and value.isdigit() and len(value) <= 6) or value.startswith("0"):  # noqa: PLR2004  a million pages are enough
        raise Http404
    return int(value)


def cut_branches(paths: Iterable[str], *, step: int, size: int, cap: int) -> Iterator[str]:
    """The first path of each page, given every path of a tree in order.

    A page ends with a whole branch once it holds `size` rows; a branch that would take it
    past `cap` rows is continued on the next. `step` is the length of one level of a path.
    """
    on_page = 0
    for path in paths:
        is_branch = len(path) == step
        if not on_page or (is_branch and on_page >= size) or on_page >= cap:
            yield path
            on_page = 0
        on_page += 1


def numbers_around(number: int, count: int) -> list[int | None]:
    """The pages to offer: the first, the last and those around this one; None is a gap."""
    near = range(number - PAGES_AROUND, number + PAGES_AROUND + 1)
    shown = sorted({1, count} | {page for page in near if 1 <= page <= count})
    numbers: list[int | None] = []
    for before, page in zip([0, *shown], shown, strict=False):
        # A gap of a single page takes no less room than its number.
        numbers += [None] if page - before > 2 else range(before + 1, page)  # noqa: PLR2004
        numbers.append(page)
    return numbers
