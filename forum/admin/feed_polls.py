"""Who fetches our feeds, in the admin: which programs, how often, how politely, for how many."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from forum.models import FeedPolls
from harringay.admin_pages import ReadOnlyAdmin


@admin.register(FeedPolls)
class FeedPollsAdmin(ReadOnlyAdmin):
    """A row for each feed reader, kind of feed and day, the latest and busiest first.

    What was counted is told in words, for eight columns of numbers fit on no screen.
    """

    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    list_display = ["reader", "feed", "polled_on", "asked", "said_readers"]
    list_filter = ["polled_on", "feed"]
    search_fields = ["reader"]
    ordering = ["-polled_on", "-count", "reader", "feed"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {"title": "Who fetches the feeds", **(extra_context or {})}
        )

    @admin.display(description="how often", ordering="count")
    def asked(self, polls: FeedPolls) -> str:
        refused = f"; {polls.refused_count:,} refused" if polls.refused_count else ""
        return (
            f"{_times(polls.count)}, {polls.conditional_count:,} saying what it had; "
            f"nothing was new {_times(polls.unchanged_count)}{refused}"
        )

    @admin.display(description="subscribers", ordering="subscriber_count")
    def said_readers(self, polls: FeedPolls) -> str:
        """As it says itself; most say nothing, for they read for one person."""
        count = polls.subscriber_count
        if not count:
            return "–"
        unit = f" subscriber{'' if count == 1 else 's'}"
        return format_html('{}<span class="stacked__unit">{}</span>', f"{count:,}", unit)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
