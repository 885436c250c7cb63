"""What the pages of discussions and of replies have in common: their words, shown as text."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from forum import hiding, holding
from forum.errors import ForumError
from forum.models import Discussion, Reply, Revision
from forum.models.written import HELD, SHOWN, WITHDRAWN
from harringay import html
from harringay.admin_pages import ReadOnlyAdmin, StateFilter, answer_of
from harringay.fields import LineField

if TYPE_CHECKING:
    BaseInline = admin.StackedInline[Any, Any]
else:
    BaseInline = admin.StackedInline

HIDDEN = Q(hidden_at__isnull=False, held_at=None)


class ReasonForm(forms.Form):
    """Why something is taken down; moderators read it, and its author."""

    reason = LineField(
        max_length=200,
        widget=AdminTextInputWidget,
        help_text="The author is sent this, with how to appeal. Visitors do not see it.",
    )


class WrittenStateFilter(StateFilter):
    states = {"shown": SHOWN, "waiting": HELD, "hidden": HIDDEN, "withdrawn": WITHDRAWN}


class RevisionInline(BaseInline):
    """What it said before each edit."""

    model = Revision
    verbose_name_plural = "What it said before"
    fields = ["title", "words", "replaced_at", "replaced_by"]
    readonly_fields = ["words"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Revision]":
        return super().get_queryset(request).select_related("replaced_by")

    def has_add_permission(self, _request: HttpRequest, _written: Any = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _written: Any = None) -> bool:
        return False

    @admin.display(description="words")
    def words(self, revision: Revision) -> str:
        return html.to_text(revision.body_html)


class WrittenAdmin(ReadOnlyAdmin):
    """Never renders what somebody wrote: their words appear as text (safety S-62)."""

    hide_verb: ClassVar[Callable[..., None]]
    restore_verb: ClassVar[Callable[..., None]]

    refusals = (ForumError,)
    inlines = [RevisionInline]
    actions = ["release", "hide", "restore"]

    def likely_act(self, written: Discussion | Reply) -> str:
        if written.is_held:
            return "release"
        return "restore" if written.is_hidden else ""

    @admin.display(description="what it says")
    def words(self, written: Discussion | Reply) -> str:
        return html.to_text(written.body_html)

    @admin.display(description="source, as it was typed")
    def source(self, written: Discussion | Reply) -> str:
        return written.body

    @admin.action(description="Release what waits", permissions=["act"])
    def release(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, holding.release, done="released")

    @admin.action(description="Hide …", permissions=["act"])
    def hide(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        form = ReasonForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Hide")
        reason = form.cleaned_data["reason"]
        told = {"reason": reason, "why": reason, "remember": hiding.remember}
        self.act(request, rows, self.hide_verb, done="hidden", **told)
        return None

    @admin.action(description="Restore", permissions=["act"])
    def restore(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, self.restore_verb, done="restored")
