"""Mails and pushes in the admin: what waits, what has failed and why; the owner may try again."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from harringay.admin_pages import ReadOnlyAdmin, StateFilter
from notifications import retrying
from notifications.errors import NotificationsError
from notifications.models import PUSHES, Mail, Notification

LATELY: Final = timedelta(days=7)


class MailStateFilter(StateFilter):
    states = {
        "waiting": Q(due_at__isnull=False),
        "failed": Q(failed_at__isnull=False),
        "sent": Q(sent_at__isnull=False),
        "not needed any more": Q(dropped_at__isnull=False),
    }


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Every message to somebody, the latest first; what it says is made up when it goes out."""

    refusals = (NotificationsError,)
    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    list_display = ["created_at", "to", "kind", "discussion", "state", "reason"]
    list_filter = [MailStateFilter, "kind", "created_at"]
    list_select_related = ["recipient", "discussion"]
    search_fields = ["recipient__name", "recipient__address", "email"]
    ordering = ["-created_at", "-pk"]
    fields = [
        *("to", "kind", "browser", "discussion", "issued_on", "state", "reason"),
        *("created_at", "due_at", "attempts", "sent_at", "failed_at", "dropped_at"),
    ]
    readonly_fields = ["to", "state"]
    actions = ["retry"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "GET" and self.has_view_permission(request):
            self.message_user(request, _health(), messages.INFO)
        return super().changelist_view(request, extra_context)

    @admin.display(description="to", ordering="recipient")
    def to(self, mail: Mail) -> str:
        return str(mail.recipient or mail.email)

    @admin.display(description="state")
    def state(self, mail: Mail) -> str:
        if mail.due_at:
            return "waiting"
        if mail.failed_at:
            return "failed"
        return "sent" if mail.sent_at else "not needed any more"

    @admin.action(description="Try again now", permissions=["act"])
    def retry(self, request: HttpRequest, rows: "QuerySet[Mail]") -> None:
        self.act(request, rows, retrying.retry, done="tried again")


def _health() -> str:
    """How much waits, and what became of the last days', in a line. One query."""
    since = timezone.now() - LATELY
    states = {
        "waiting": Q(due_at__isnull=False),
        "sent": Q(sent_at__gt=since),
        "failed": Q(failed_at__gt=since),
    }
    counts = Mail.objects.aggregate(
        **{f"mails_{state}": Count("pk", ~PUSHES & holds) for state, holds in states.items()},
        **{f"pushes_{state}": Count("pk", PUSHES & holds) for state, holds in states.items()},
    )
    told = [
        f"{counts[f'{what}_waiting']} waiting, {counts[f'{what}_sent']} sent and "
        f"{counts[f'{what}_failed']} failed in seven days"
        for what in ("mails", "pushes")
    ]
    return f"Mail: {told[0]}. To browsers: {told[1]}."


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """Who was told of what, and why no mail told them, where none did."""

    view_on_site = False  # type: ignore[assignment]  # the discussion has a page

    list_display = [
        "happened_at",
        "recipient",
        "kind",
        "discussion",
        "level",
        "passed_over",
        "mail",
        "pushed_at",
    ]
    list_filter = ["passed_over", "kind", "level", "happened_at"]
    list_select_related = ["recipient", "discussion", "mail__recipient"]
    search_fields = ["recipient__name", "recipient__address"]
    ordering = ["-happened_at", "-pk"]
    fields = [
        *("recipient", "kind", "discussion", "level", "happened_at", "due_at"),
        *("mail", "pushed_at", "passed_over", "read_at"),
    ]
