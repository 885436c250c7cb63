"""How often people looked: bars for the last thirty days and for every month, and their numbers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format

from forum.models import DailyViews, Discussion
from harringay import bars

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Any]
else:
    BaseAdmin = object

DAYS = 30


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
        return render_to_string("admin/_graphs.html", {"graphs": graphs, "older": older})

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


def _by_day(views: Mapping[date, int], today: date) -> bars.Graph:
    days = [_first_day(today) + timedelta(days=number) for number in range(DAYS)]
    named = {date_format(day, "j F Y"): views.get(day, 0) for day in days}
    return bars.draw(f"The last {DAYS} days", "day", named, many="views")


def _by_month(views: Mapping[date, int], today: date) -> bars.Graph:
    months = list(bars.months_until(today, since=min(views)))
    return bars.by_month("By month", views, months, "views")
