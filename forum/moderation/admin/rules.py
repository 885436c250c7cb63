"""The house rules in the admin: the owner words them, and every wording is kept."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from forum.errors import ForumError
from forum.moderation import ruling
from forum.moderation.models import Rule
from harringay import text
from harringay.admin_pages import ActingAdmin, StateFilter

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Rule]
else:
    BaseForm = forms.ModelForm


class RuleForm(BaseForm):
    """A title and what it means."""

    class Meta:
        model = Rule
        fields = ["title", "text"]

    def clean_title(self) -> str:
        return text.single_line(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return text.plain(self.cleaned_data["text"])


class RuleStateFilter(StateFilter):
    states = {"in force": Q(ended_at=None), "ended": Q(ended_at__isnull=False)}


@admin.register(Rule)
class RuleAdmin(ActingAdmin):
    """Every rule. None is deleted: decisions name them by number."""

    form = RuleForm
    refusals = (ForumError,)
    list_display = ["number", "title", "version", "changed_at", "ended_at"]
    list_display_links = ["number", "title"]
    list_filter = [RuleStateFilter]
    ordering = ["number"]
    actions = ["end", "renew"]

    def has_delete_permission(self, _request: HttpRequest, _rule: Rule | None = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Rule, form: Any, change: bool) -> None:  # noqa: FBT001  Django calls it so
        if change:
            ruling.reword_rule(obj, **form.cleaned_data, by=request.user)
        else:
            obj.pk = ruling.add_rule(**form.cleaned_data, by=request.user).pk

    @admin.action(description="End: it holds no longer", permissions=["act"])
    def end(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, ruling.end_rule, done="ended")

    @admin.action(description="Let it hold again", permissions=["act"])
    def renew(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, ruling.renew_rule, done="in force again")
