"""Pictures and files in the admin: what there is, whose it is, and what it hangs on."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from forum.models import Attachment
from harringay.admin_pages import ReadOnlyAdmin


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Every stored file. Who may see it follows from what it belongs to, so hide that."""

    list_display = ["name", "kind", "size_in_words", "owner", "discussion", "reply", "added_at"]
    list_filter = ["kind", "added_at"]
    list_select_related = ["owner", "discussion", "reply"]
    search_fields = ["name", "owner__name", "owner__address", "legacy_path"]
    ordering = ["-added_at", "-pk"]
    fields = [
        "name",
        "kind",
        "size_in_words",
        "owner",
        "discussion",
        "reply",
        "added_at",
        "legacy_path",
    ]
    readonly_fields = ["size_in_words"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Not what is out of everybody's reach (safety L-40)."""
        attachments: QuerySet[Any] = super().get_queryset(request)
        return attachments.filter(secluded_at=None)

    @admin.display(description="size", ordering="size")
    def size_in_words(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)
