"""Old addresses in the admin: where each link of the old site leads now."""

from django.contrib import admin
from django.db.models import Q

from forum.models import LegacyAddress
from harringay.admin_pages import ReadOnlyAdmin, StateFilter


class LeadsToFilter(StateFilter):
    title = "where it leads"
    parameter_name = "to"
    states = {
        "discussions": Q(discussion__isnull=False),
        "categories": Q(category__isnull=False),
    }


@admin.register(LegacyAddress)
class LegacyAddressAdmin(ReadOnlyAdmin):
    """Every old path; they change with what they lead to, never by hand."""

    list_display = ["path", "leads_to"]
    list_filter = [LeadsToFilter]
    list_select_related = ["discussion", "category"]
    search_fields = ["path", "discussion__title", "category__name"]
    ordering = ["path"]
    fields = ["path", "discussion", "category"]
    readonly_fields = ["leads_to"]
    view_on_site = False  # type: ignore[assignment]  # a path is no page of its own

    @admin.display(description="leads to")
    def leads_to(self, address: LegacyAddress) -> str:
        return str(address.discussion or address.category or "nothing")
