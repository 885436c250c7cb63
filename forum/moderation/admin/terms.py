"""The terms in the admin: the owner drafts the next version, and announces it in good time."""

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from forum.admin.html_source import that_can_be_kept
from forum.errors import ForumError
from forum.moderation import agreeing
from forum.moderation.forms import DayField
from forum.moderation.models import TermsVersion
from harringay.admin_pages import ActingAdmin, answer_of

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[TermsVersion]
else:
    BaseForm = forms.ModelForm

QUESTION: Final = "Announce: tell every member"


class TermsForm(BaseForm):
    """What the terms say; what the law needs in them is said where it is missing."""

    class Meta:
        model = TermsVersion
        fields = ["body"]
        widgets: ClassVar = {"body": AdminTextareaWidget(attrs={"rows": 30})}

    def clean_body(self) -> str:
        body = that_can_be_kept(self.cleaned_data["body"])
        if missing := TermsVersion(body=body).missing():
            raise forms.ValidationError(f"These headings must stay: {'; '.join(missing)}.")
        return body


class DayForm(forms.Form):
    """From when they hold."""

    in_force_on = DayField(
        label="From which day?",
        help_text="At least 14 days from now. A letter goes to every member at once.",
    )


@admin.register(TermsVersion)
class TermsAdmin(ActingAdmin):
    """Every version. Drafts can be changed; what was announced is only shown."""

    form = TermsForm
    refusals = (ForumError,)
    list_display = ["number", "written_at", "announced_at", "in_force_on", "checked_at"]
    ordering = ["-number"]
    actions = ["announce", "stand_by"]

    def has_delete_permission(self, _request: HttpRequest, _terms: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, terms: Any = None) -> bool:
        if terms and terms.is_announced:
            return False
        return super().has_change_permission(request, terms)

    def get_changeform_initial_data(self, _request: HttpRequest) -> dict[str, Any]:
        last = TermsVersion.objects.latest_first().first()
        return {"body": last.body if last else ""}

    def save_model(self, request: Any, obj: TermsVersion, form: Any, change: bool) -> None:  # noqa: FBT001  Django calls it so
        body = form.cleaned_data["body"]
        if change:
            agreeing.redraft(obj, body, by=request.user)
        else:
            obj.pk = agreeing.draft(body, by=request.user).pk

    @admin.action(description=QUESTION, permissions=["act"])
    def announce(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        answer = answer_of(request)
        form = DayForm(answer)
        if not form.is_valid():
            return self.ask(request, rows, form, question=QUESTION)
        self.act(request, rows, agreeing.announce, done="announced", **form.cleaned_data)
        return None

    @admin.action(description="I have read them, and stand by them", permissions=["act"])
    def stand_by(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, agreeing.check, done="checked")
