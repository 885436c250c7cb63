"""Breaches in the admin: the owner's record, with the clock that the law sets (safety L-57)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import DateTimeField, Model
from django.http import HttpRequest

from harringay.admin_pages import ActingAdmin
from members.models import Breach

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Breach]
else:
    BaseForm = forms.ModelForm


class BreachForm(BaseForm):
    """What the law wants written down: what happened, to which data, and what was done."""

    class Meta:
        model = Breach
        fields = [
            *("noticed_at", "happened", "concerned", "is_risky", "risk", "measures"),
            *("told_at", "reference", "lateness", "people_told_at"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        told_at, noticed_at = cleaned.get("told_at"), cleaned.get("noticed_at")
        if not (told_at and noticed_at):
            return cleaned
        if told_at < noticed_at:
            self.add_error("told_at", "That was before you came to know of it.")
        told = Breach(noticed_at=noticed_at, told_at=told_at, is_risky=True)
        if cleaned.get("is_risky") and told.is_late and not cleaned.get("lateness"):
            self.add_error("lateness", "The ICO was told after 72 hours, and wants to know why.")
        return cleaned


class MomentInput(forms.DateTimeInput):
    """A day and a time in one field, with one label; Django's own two have none."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


@admin.register(Breach)
class BreachAdmin(ActingAdmin):
    """Every breach. Moderators have no permission for it, and nobody deletes one."""

    form = BreachForm
    formfield_overrides = {
        DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput}
    }
    list_display = ["noticed_at", "clock", "due_at", "told_at", "people_told_at"]
    readonly_fields = ["clock", "due_at"]
    ordering = ["-noticed_at", "-pk"]
    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    @admin.display(description="the ICO")
    def clock(self, breach: Breach) -> str:
        return breach.clock

    @admin.display(description="to be told by")
    def due_at(self, breach: Breach) -> Any:
        return breach.due_at

    def has_delete_permission(self, _request: HttpRequest, _row: Model | None = None) -> bool:
        return False
