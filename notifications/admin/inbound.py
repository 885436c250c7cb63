"""Messages that came, in the admin: from whom, and what was made of each."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from harringay.admin_pages import ReadOnlyAdmin
from notifications.models import InboundMail


@admin.register(InboundMail)
class InboundMailAdmin(ReadOnlyAdmin):
    """Every message, the latest first."""

    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    list_display = ["received_at", "sender", "sent_to", "outcome", "reason", "posted"]
    list_filter = ["outcome", "received_at"]
    list_select_related = ["reply"]
    search_fields = ["sender", "sent_to", "member__name", "message_id"]
    ordering = ["-received_at", "-pk"]
    fields = [
        "received_at",
        "sender",
        "sent_to",
        "member",
        "outcome",
        "reason",
        "posted",
        "message_id",
    ]
    readonly_fields = ["posted"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not settings.REPLY_DOMAIN:
            off = "Reply by e-mail is off: no mail comes in until REPLY_DOMAIN is set."
            self.message_user(request, off, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.display(description="reply")
    def posted(self, mail: InboundMail) -> str:
        if mail.reply is None:
            return ""
        return format_html('<a href="{}">{}</a>', mail.reply.get_absolute_url(), mail.reply)
