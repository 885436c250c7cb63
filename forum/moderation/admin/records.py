"""All cases and all decisions in the admin, the closed ones too: found, and read in the queue."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from forum.moderation import queueing
from forum.moderation.models import Case, Decision
from harringay.admin_pages import ReadOnlyAdmin


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Every case; each is opened on the queue's own page."""

    list_display = ["number", "kind", "part", "state", "report_count", "opened_at", "decided_at"]
    list_display_links = None
    list_filter = ["state", "priority", "kind", "part", "opened_at"]
    search_fields = ["=pk", "reports__reference", "address"]
    search_help_text = "A case’s number, or the reference of a report: R-…"
    ordering = ["-opened_at", "-pk"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Case]":
        return queueing.cases_of(request.user)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002  Django's signature
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002  as above
    ) -> HttpResponse:
        case = self.get_object(request, unquote(object_id))
        if case is None:
            raise Http404
        return redirect("admin:queue_case", case.pk)

    @admin.display(description="case", ordering="pk")
    def number(self, case: Case) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:queue_case", args=[case.pk]), case)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Every decision; what is personal in it stands on its case's page."""

    list_display = ["action", "made_at", "made_by", "ground", "opened", "undone_at"]
    list_display_links = None
    list_filter = ["action", "made_at", "undone_at"]
    list_select_related = ["made_by"]
    ordering = ["-made_at", "-pk"]
    actions = None
    fields = ["action", "made_at", "made_by", "rule_number", "law", "undone_at", "undone_by"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Decision]":
        return super().get_queryset(request).exclude(member=request.user.pk)

    def view_on_site(self, _decision: Decision) -> str:
        return ""

    @admin.display(description="rule or law")
    def ground(self, decision: Decision) -> str:
        return f"Rule {decision.rule_number}" if decision.rule_number else decision.law

    @admin.display(description="case")
    def opened(self, decision: Decision) -> str:
        if decision.case_id is None:
            return ""
        address = reverse("admin:queue_case", args=[decision.case_id])
        return format_html('<a href="{}">Case {}</a>', address, decision.case_id)
