"""How often people looked: bars for the last thirty days and for every month, and their numbers.

Drawn as plain SVG, without script or style, which the site's policy would refuse.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format

from forum.models import DailyViews, Discussion

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Any]
else:
    BaseAdmin = object

DAYS = 30
HEIGHT = 100  # of the drawing, in its own units
STEP = 10  # from one bar to the next, of which the bar takes eight


class Bar(NamedTuple):
    """One day or month: its name, its views, and where it is drawn."""

    name: str
    views: int
    x: int
    y: int
    height: int


class Graph(NamedTuple):
    """One row of bars; `period` is what each of them stands for: day or month."""

    title: str
    period: str
    bars: Sequence[Bar]
    width: int
    total: int
    highest: Bar
    last: Bar


class ViewsGraphAdmin(BaseAdmin):
    """Gives the admin of discussions a graph of each one's views, and one of the whole site's."""

    @admin.display(description="views by day and month")
    def views_graph(self, discussion: Discussion) -> str:
        counted = DailyViews.objects.filter(discussion=discussion)
        today = timezone.localdate()
        months = counted.by_month()
        graphs = [_by_day(counted.since(_first_day(today)).by_day(), today)]
        if months:
            graphs.append(_by_month(months, today))
        older = max(discussion.view_count - sum(months.values()), 0)
        return render_to_string("admin/_views_graphs.html", {"graphs": graphs, "older": older})

    def get_urls(self) -> list[URLPattern]:
        site_views = self.admin_site.admin_view(self.site_views)
        return [path("views/", site_views, name="forum_site_views"), *super().get_urls()]

    def site_views(self, request: HttpRequest) -> TemplateResponse:
        """The views of all discussions together, hidden ones too: days only, which are few rows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        days = DailyViews.objects.since(_first_day(today)).by_day()
        context = {
            **self.admin_site.each_context(request),
            "title": "Views of all discussions",
            "opts": self.opts,
            "graphs": [_by_day(days, today)],
        }
        return TemplateResponse(request, "admin/site_views.html", context)


def _first_day(today: date) -> date:
    return today - timedelta(days=DAYS - 1)


def _by_day(views: Mapping[date, int], today: date) -> Graph:
    days = [_first_day(today) + timedelta(days=number) for number in range(DAYS)]
    named = {date_format(day, "j F Y"): views.get(day, 0) for day in days}
    return _draw(f"The last {DAYS} days", "day", named)


def _by_month(views: Mapping[date, int], today: date) -> Graph:
    months = _months(min(views), today)
    named = {date_format(month, "F Y"): views.get(month, 0) for month in months}
    return _draw("By month", "month", named)


def _months(first: date, today: date) -> Iterator[date]:
    """The first of each month, from the month of `first` to today's."""
    month = first.replace(day=1)
    while month <= today:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _draw(title: str, period: str, views: Mapping[str, int]) -> Graph:
    """Bars as high as their share of the highest; a single view can still be seen."""
    most = max(*views.values(), 1)
    heights = [-(-HEIGHT * count // most) for count in views.values()]
    bars = [
        Bar(name, count, x=STEP * number + 1, y=HEIGHT - height, height=height)
        for number, ((name, count), height) in enumerate(zip(views.items(), heights, strict=True))
    ]
    highest = max(bars, key=lambda bar: bar.views)
    return Graph(
        title, period, bars, STEP * len(bars), sum(views.values()), highest=highest, last=bars[-1]
    )
