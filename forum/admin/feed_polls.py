"""Who fetches our feeds, in the admin: which programs, how often, how politely, for how many."""

from django.contrib import admin

from forum.models import FeedPolls
from harringay.admin_pages import ReadOnlyAdmin


@admin.register(FeedPolls)
class FeedPollsAdmin(ReadOnlyAdmin):
    """A row for each feed reader, kind of feed and day, the latest and busiest first."""

    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    list_display = [
        *("polled_on", "reader", "feed", "count", "conditional_count", "unchanged_count"),
        *("refused_count", "subscriber_count"),
    ]
    list_filter = ["polled_on", "feed"]
    search_fields = ["reader"]
    ordering = ["-polled_on", "-count", "reader", "feed"]
