"""Discussions in the admin: found, read as text, and hidden, closed, slowed, moved."""

from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from forum import closing, featuring, hiding, moving, pinning, slowing
from forum.admin.views_graph import ViewsGraphAdmin
from forum.admin.written import WrittenAdmin, WrittenStateFilter
from forum.models import Category, Discussion
from harringay.admin_pages import answer_of
from harringay.fields import LineField


class CategoryForm(forms.Form):
    """Where to, and why."""

    category = forms.ModelChoiceField(Category.objects.in_order())
    reason = LineField(
        initial="It fits better there.",
        max_length=200,
        widget=AdminTextInputWidget,
        help_text="The author is sent this, with how to appeal.",
    )


class SlowForm(forms.Form):
    """How slow, for how long, and what neighbours are told."""

    minutes = forms.IntegerField(
        label="Minutes between one member’s replies",
        initial=5,
        min_value=1,
        max_value=slowing.MOST_MINUTES,
    )
    hours = forms.IntegerField(
        label="For how many hours",
        initial=12,
        min_value=1,
        max_value=slowing.LONGEST.days * 24,
    )
    reason = LineField(
        label="Because",
        initial="tempers are up",
        max_length=200,
        widget=AdminTextInputWidget,
        help_text="Everyone reads it on the page, after “because”.",
    )


def _places(discussion: Discussion, *, to: Category) -> dict[str, int]:
    """Where it was and where it is put, as acting.py keeps them of a move."""
    return {"category": discussion.category_id, "to": to.pk}


def _whether_closed(discussion: Discussion) -> dict[str, bool]:
    """As acting.py keeps it of an end to replies."""
    return {"was_closed": discussion.is_closed}


class DiscussionStateFilter(WrittenStateFilter):
    states = {
        **WrittenStateFilter.states,
        "closed": Q(closed_at__isnull=False),
        "slowed": Q(slow_until_at__gt=Now()),
        "pinned": Q(is_pinned=True),
        "featured": Q(featured_at__isnull=False),
    }


@admin.register(Discussion)
class DiscussionAdmin(ViewsGraphAdmin, WrittenAdmin):
    """Every discussion, hidden ones too."""

    hide_verb = staticmethod(hiding.hide_discussion)
    restore_verb = staticmethod(hiding.restore_discussion)

    list_display = ["title", "author", "category", "started_at", "reply_count", "state"]
    list_filter = [DiscussionStateFilter, "category", "started_at"]
    search_fields = ["title", "slug", "author__name", "author__address"]
    search_help_text = "Words of the title, or the author’s name."
    ordering = ["-started_at", "-pk"]
    fieldsets = [
        (None, {"fields": ["title", "author", "category", "started_at", "tag_names"]}),
        ("What it says", {"fields": ["words", "source"]}),
        (
            "What became of it",
            {
                "fields": [
                    "state",
                    "hidden_at",
                    "hidden_reason",
                    "withdrawn_at",
                    "closed_at",
                    "featured_at",
                    "edited_at",
                ]
            },
        ),
        (
            "In numbers",
            {"fields": ["reply_count", "view_count", "last_activity_at", "slug", "views_graph"]},
        ),
    ]
    readonly_fields = ["tag_names", "words", "source", "state", "views_graph"]
    actions = [
        *WrittenAdmin.actions,
        "close",
        "reopen",
        "slow_down",
        "speed_up",
        "pin",
        "unpin",
        "feature",
        "unfeature",
        "move",
    ]

    def get_queryset(self, _request: HttpRequest) -> "QuerySet[Discussion]":
        return Discussion.objects.for_listing()

    @admin.display(description="tags")
    def tag_names(self, discussion: Discussion) -> str:
        return ", ".join(discussion.tags.names())

    @admin.display(description="state")
    def state(self, discussion: Discussion) -> str:
        states = {
            "waiting": discussion.is_held,
            "hidden": discussion.is_hidden and not discussion.is_held,
            "withdrawn": discussion.is_withdrawn,
            "closed": discussion.is_closed,
            "slowed": discussion.is_slow(timezone.now()),
            "pinned": discussion.is_pinned,
            "featured": discussion.is_featured,
        }
        return ", ".join(state for state, holds in states.items() if holds) or "shown"

    @admin.action(description="Close to replies", permissions=["act"])
    def close(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, closing.close, done="closed", remember=_whether_closed)

    @admin.action(description="Reopen to replies", permissions=["act"])
    def reopen(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, closing.reopen, done="reopened")

    @admin.action(description="Slow down …", permissions=["act"])
    def slow_down(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        form = SlowForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Slow down")
        told = {
            "minutes": form.cleaned_data["minutes"],
            "until": timezone.now() + timedelta(hours=form.cleaned_data["hours"]),
            "reason": form.cleaned_data["reason"],
        }
        self.act(request, rows, slowing.slow_down, done="slowed down", **told)
        return None

    @admin.action(description="End slow mode", permissions=["act"])
    def speed_up(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, slowing.speed_up, done="slow no more")

    @admin.action(description="Pin to the top", permissions=["act"])
    def pin(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, pinning.pin, done="pinned")

    @admin.action(description="Unpin", permissions=["act"])
    def unpin(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, pinning.unpin, done="unpinned")

    @admin.action(description="Feature", permissions=["act"])
    def feature(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, featuring.feature, done="featured")

    @admin.action(description="Feature no more", permissions=["act"])
    def unfeature(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, featuring.unfeature, done="featured no more")

    @admin.action(description="Move to a category …", permissions=["act"])
    def move(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        form = CategoryForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Move")
        category, why = form.cleaned_data["category"], form.cleaned_data["reason"]
        remember = partial(_places, to=category)
        self.act(request, rows, moving.move, to=category, done="moved", why=why, remember=remember)
        return None
