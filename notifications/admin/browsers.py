"""Browsers in the admin: in how many members are told, by web push; not at which addresses."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse

from harringay.admin_pages import ReadOnlyAdmin
from notifications import push_keys, push_services
from notifications.models import Browser


@admin.register(Browser)
class BrowserAdmin(ReadOnlyAdmin):
    """Each browser in which somebody asked to be told, the latest first."""

    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    list_display = ["asked_at", "member", "name", "service"]
    list_filter = ["name", "asked_at"]
    list_select_related = ["member"]
    search_fields = ["member__name", "member__address"]
    ordering = ["-asked_at", "-pk"]
    fields = ["member", "name", "service", "asked_at"]
    readonly_fields = ["service"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not push_keys.is_on():
            off = "Web push is off: members are not offered it until VAPID_PRIVATE_KEY is set."
            self.message_user(request, off, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.display(description="push service")
    def service(self, browser: Browser) -> str:
        return push_services.service_of(browser.endpoint)
