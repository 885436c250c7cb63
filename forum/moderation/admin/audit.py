"""The audit log in the admin: to look at, and nothing more (safety L-45)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html

from forum.moderation.admin import audited_things
from forum.moderation.models import AuditEntry
from harringay.admin_pages import ReadOnlyAdmin
from members.models import Member


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Every act of the staff, newest first. `manage.py verify_audit` tells whether it is whole."""

    list_display = ["at", "act", "actor", "target", "reason"]
    list_filter = ["at"]
    search_fields = ["act", "target_type", "=target_key"]
    search_help_text = "An act such as hide, a kind of thing such as case or reply, or its number."
    actions = None
    fields = [
        *("at", "act", "actor", "target", "reason", "before", "after", "network", "request"),
        *("detail_hash", "previous_hash", "entry_hash"),
    ]
    readonly_fields = ["actor", "target", "reason", "before", "after", "network", "request"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[AuditEntry]":
        names = Member.objects.filter(pk=OuterRef("actor_key")).values("name")
        entries: QuerySet[AuditEntry] = super().get_queryset(request).select_related("detail")
        return entries.annotate(actor_name=Subquery(names))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with what its entries are about."""
        changelist = super().get_changelist_instance(request)
        things = audited_things.read(changelist.result_list)
        for entry in changelist.result_list:
            entry.thing = things.get((entry.target_type, entry.target_key))
        return changelist

    def view_on_site(self, _entry: AuditEntry) -> str:
        return ""

    @admin.display(description="by")
    def actor(self, entry: AuditEntry) -> str:
        name = getattr(entry, "actor_name", None)
        return name or ("the site" if entry.actor_key is None else f"member {entry.actor_key}")

    @admin.display(description="what")
    def target(self, entry: AuditEntry) -> str:
        if not entry.target_type:
            return ""
        of_list = getattr(entry, "thing", None)
        thing = of_list or audited_things.read([entry])[entry.target_type, entry.target_key]
        if not thing.address:
            return thing.words
        return format_html('<a href="{}">{}</a>', thing.address, thing.words)

    @admin.display(description="why")
    def reason(self, entry: AuditEntry) -> str:
        return self._detail(entry, "reason")

    @admin.display(description="before")
    def before(self, entry: AuditEntry) -> str:
        return self._detail(entry, "before")

    @admin.display(description="after")
    def after(self, entry: AuditEntry) -> str:
        return self._detail(entry, "after")

    @admin.display(description="from the network")
    def network(self, entry: AuditEntry) -> str:
        return self._detail(entry, "network")

    @admin.display(description="request")
    def request(self, entry: AuditEntry) -> str:
        return self._detail(entry, "request_id")

    @staticmethod
    def _detail(entry: AuditEntry, field: str) -> str:
        """Text, whatever somebody wrote; nothing, where it has been erased."""
        detail = getattr(entry, "detail", None)
        if detail is None:
            return "(erased)"
        value = getattr(detail, field)
        return _in_words(value) if isinstance(value, Mapping) else str(value)


def _in_words(told: Mapping[str, Any]) -> str:
    """What was before or after, without brackets."""
    return ", ".join(f"{name.replace('_', ' ')}: {_value(value)}" for name, value in told.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else str(value)
