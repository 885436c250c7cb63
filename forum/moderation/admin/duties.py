"""Safety duties: the owner's own records, each with who, since when, and until when (L-60)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString

from forum.moderation import auditing, bundle, permitting, superseding
from forum.moderation.admin.queue_page import member_of
from forum.moderation.models import (
    Assessment,
    Feature,
    Measure,
    RiskLevel,
    SafetyDuties,
    SignificantChange,
)
from harringay.admin_pages import OneRowAdmin, WitnessedAdmin
from members.http import check_it_is_you

if TYPE_CHECKING:
    BaseInline = admin.TabularInline[RiskLevel, Assessment]
    BaseForm = forms.ModelForm[SafetyDuties]
else:
    BaseInline = admin.TabularInline
    BaseForm = forms.ModelForm


class RecordAdmin(WitnessedAdmin):
    """What the owner writes down: added and changed, and never deleted."""

    view_on_site = False

    def has_delete_permission(self, _request: HttpRequest, _row: Any = None) -> bool:
        return False


class SafetyDutiesForm(BaseForm):
    """What the owner says of the site, and the one switch among it."""

    def clean_is_log_public(self) -> bool:
        is_public: bool = self.cleaned_data["is_log_public"]
        if is_public and not permitting.can_be_on(Feature.PUBLIC_LOG, timezone.localdate()):
            raise ValidationError(permitting.HOW)
        return is_public


@admin.register(SafetyDuties)
class SafetyDutiesAdmin(OneRowAdmin):
    """One page that shows where everything stands."""

    form = SafetyDutiesForm
    view_on_site = False

    fields = [
        "accountable_person",
        "complaints_person",
        "ico_number",
        "postal_address",
        "is_log_public",
        "where_everything_stands",
    ]
    readonly_fields = ["where_everything_stands"]

    def get_urls(self) -> list[Any]:
        record = self.admin_site.admin_view(self.record)
        return [
            path("record", record, name="moderation_safetyduties_record"),
            *super().get_urls(),
        ]

    def record(self, request: HttpRequest) -> HttpResponse:
        """The whole record, to keep or to print; that it was taken out is noted (L-45)."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        check_it_is_you(request)
        now = timezone.now()
        auditing.record("export safety record", by=member_of(request))
        disposition = f'attachment; filename="{bundle.file_name(now)}"'
        return HttpResponse(bundle.write(now), headers={"Content-Disposition": disposition})

    @admin.display(description="where everything stands")
    def where_everything_stands(self, _duties: SafetyDuties) -> SafeString:
        context = {
            "assessments": Assessment.objects.in_force().in_order(),
            "measures": Measure.objects.all(),
            "today": timezone.localdate(),
        }
        return render_to_string("admin/moderation/where_everything_stands.html", context)


class RiskLevelInline(BaseInline):
    """The levels of a draft; each risk has one."""

    model = RiskLevel
    extra = 0
    fields = ["risk", "level", "reason"]
    readonly_fields = ["risk"]

    def has_add_permission(self, _request: HttpRequest, _assessment: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _level: Any = None) -> bool:
        return False


@admin.register(Assessment)
class AssessmentAdmin(RecordAdmin):
    """The assessments: drafts are changed, what was approved gets a new version."""

    list_display = ["subject", "state", "completed_on", "approved_on", "reviewed_on", "review_on"]
    list_filter = ["subject"]
    ordering = ["superseded_on", "subject", "-pk"]
    actions = ["begin_next_version"]
    inlines = [RiskLevelInline]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(
        self, _request: HttpRequest, assessment: Assessment | None = None
    ) -> list[str]:
        """Of an approved one only the reviews; of a superseded one nothing changes any more."""
        if assessment is None or assessment.is_draft:
            return ["subject"]
        said = ["subject", "summary", "completed_by", "completed_on", "approved_by", "approved_on"]
        return said if assessment.superseded_on is None else [*said, "reviewed_on", "review_on"]

    def get_inlines(self, _request: HttpRequest, assessment: Assessment | None) -> list[type[Any]]:
        if assessment is None or not assessment.levels.exists():
            return []
        return [RiskLevelInline if assessment.is_draft else _SettledLevels]

    @admin.display(description="state")
    def state(self, assessment: Assessment) -> str:
        if assessment.superseded_on:
            return f"superseded on {assessment.superseded_on:%-d %B %Y}"
        return "draft" if assessment.is_draft else "in force"

    @admin.action(description="Begin the next version", permissions=["change"])
    def begin_next_version(
        self, request: HttpRequest, assessments: "QuerySet[Assessment]"
    ) -> HttpResponse | None:
        for assessment in assessments:
            draft = superseding.supersede(assessment, today=timezone.localdate())
            self.log_addition(request, draft, f"Next version of {assessment}.")
        messages.success(request, "The next version is a draft, with what the last one said.")
        return None


class _SettledLevels(RiskLevelInline):
    """The levels of what was approved."""

    readonly_fields = ["risk", "level", "reason"]


@admin.register(Measure)
class MeasureAdmin(RecordAdmin):
    """The register of measures."""

    list_display = ["code", "name", "in_effect_on", "review_on"]
    list_display_links = ["code", "name"]
    ordering = ["pk"]


@admin.register(SignificantChange)
class SignificantChangeAdmin(RecordAdmin):
    """Changes that must be assessed before they are made."""

    list_display = ["name", "feature", "assessment", "in_effect_on"]
