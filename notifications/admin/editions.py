"""Editions in the admin: those that are out, to look at; the next one on a page of its own."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string

from harringay.admin_pages import ReadOnlyAdmin
from notifications.admin.next_edition import NextEditionAdmin
from notifications.models import Edition


@admin.register(Edition)
class EditionAdmin(NextEditionAdmin, ReadOnlyAdmin):
    """Every issued edition: none of them changes any more."""

    list_display = ["issued_on", "number", "discussions", "left_out_count", "issued_at"]
    ordering = ["-issued_on"]
    date_hierarchy = "issued_on"
    fields = [
        "number",
        "issued_on",
        "word",
        *("since_at", "until_at", "issued_at"),
        *("left_out_count", "contents"),
    ]
    readonly_fields = ["contents"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(issued_at=None).annotate(Count("items"))

    @admin.display(description="discussions", ordering="items__count")
    def discussions(self, edition: Any) -> int:
        count: int = edition.items__count
        return count

    @admin.display(description="what is in it")
    def contents(self, edition: Edition) -> str:
        items = edition.items.for_reading()
        return render_to_string("admin/_edition_items.html", {"items": items})
