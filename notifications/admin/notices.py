"""Notices and advertisements in the admin: written, given their days, and taken away."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils import timezone

from harringay import text
from harringay.admin_pages import ActingAdmin
from notifications.models import Notice

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Notice]
else:
    BaseForm = forms.ModelForm


class NoticeForm(BaseForm):
    """One line, where it leads, and its days."""

    class Meta:
        model = Notice
        fields = ["text", "link", "first_on", "last_on", "is_advertisement"]

    def clean_text(self) -> str:
        return text.single_line(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first_on, last_on = cleaned.get("first_on"), cleaned.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "It would end before it begins.")
        return cleaned


@admin.register(Notice)
class NoticeAdmin(ActingAdmin):
    """Every notice; one whose last day is over is shown nowhere any more."""

    form = NoticeForm
    list_display = ["text", "first_on", "last_on", "is_advertisement", "is_shown"]
    list_filter = ["is_advertisement", "last_on"]
    search_fields = ["text", "link"]
    ordering = ["-last_on", "-pk"]
    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    @admin.display(description="shown today", boolean=True)
    def is_shown(self, notice: Notice) -> bool:
        return notice.first_on <= timezone.localdate() <= notice.last_on

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        return {"first_on": timezone.localdate(), **super().get_changeform_initial_data(request)}
