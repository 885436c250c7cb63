"""Numbers over time as rows of bars, and beside them as numbers.

Drawn as plain SVG, without script or style, which the site's policy would refuse.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from django.utils.formats import date_format

HEIGHT: Final = 100  # of the drawing, in its own units
STEP: Final = 10  # from one bar to the next, of which the bar takes eight


class Bar(NamedTuple):
    """One day or month: its name, its number, and where it is drawn."""

    name: str
    number: int
    x: int
    y: int
    height: int


class Graph(NamedTuple):
    """One row of bars; `period` is what each of them stands for: day or month.

    `one` and `many` are what is counted, such as “view” and “views”.
    """

    title: str
    period: str
    one: str
    many: str
    bars: Sequence[Bar]
    width: int
    total: int
    highest: Bar
    last: Bar


def by_month(title: str, counts: Mapping[date, int], months: Sequence[date], many: str) -> Graph:
    """A bar for each of these months, given the first of each."""
    named = {date_format(month, "F Y"): counts.get(month, 0) for month in months}
    return draw(title, "month", named, many=many)


def months_until(today: date, *, since: date) -> Iterator[date]:
    """The first of each month, from the month of `since` to today's."""
    month = since.replace(day=1)
    while month <= today:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def draw(title: str, period: str, counts: Mapping[str, int], *, many: str) -> Graph:
    """Bars as high as their share of the highest; a single one can still be seen."""
    most = max(*counts.values(), 1)
    heights = [-(-HEIGHT * count // most) for count in counts.values()]
    bars = [
        Bar(name, count, x=STEP * number + 1, y=HEIGHT - height, height=height)
        for number, ((name, count), height) in enumerate(zip(counts.items(), heights, strict=True))
    ]
    return Graph(
        title,
        period,
        many.removesuffix("s"),
        many,
        bars,
        STEP * len(bars),
        sum(counts.values()),
        highest=max(bars, key=lambda bar: bar.number),
        last=bars[-1],
    )
