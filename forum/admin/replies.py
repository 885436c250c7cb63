"""Replies in the admin: found, read as text, hidden and restored."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from forum import hiding
from forum.admin.written import WrittenAdmin, WrittenStateFilter
from forum.models import Reply
from harringay import html

EXCERPT_LENGTH = 80


@admin.register(Reply)
class ReplyAdmin(WrittenAdmin):
    """Every reply, hidden ones too."""

    hide_verb = staticmethod(hiding.hide_reply)
    restore_verb = staticmethod(hiding.restore_reply)

    list_display = ["beginning", "author", "discussion", "posted_at", "state"]
    list_filter = [WrittenStateFilter, "posted_at"]
    search_fields = ["body", "author__name", "author__address", "discussion__title"]
    search_help_text = "Words of the reply, its author’s name, or the discussion’s title."
    ordering = ["-posted_at", "-pk"]
    fieldsets = [
        (None, {"fields": ["discussion", "author", "posted_at", "whom_it_answers"]}),
        ("What it says", {"fields": ["words", "source"]}),
        (
            "What became of it",
            {"fields": ["state", "hidden_at", "hidden_reason", "withdrawn_at", "edited_at"]},
        ),
    ]
    readonly_fields = ["whom_it_answers", "words", "source", "state"]

    def get_queryset(self, _request: HttpRequest) -> "QuerySet[Reply]":
        return Reply.objects.for_listing()

    def called(self, reply: Reply) -> str:
        return f"“{self.beginning(reply)}”, by {reply.author} in “{reply.discussion}”"

    @admin.display(description="reply")
    def beginning(self, reply: Reply) -> str:
        return html.excerpt(reply.body_html, EXCERPT_LENGTH) or str(reply)

    @admin.display(description="in answer to")
    def whom_it_answers(self, reply: Reply) -> str:
        return str(reply.parent.author) if reply.parent else "the discussion"

    @admin.display(description="state")
    def state(self, reply: Reply) -> str:
        states = {
            "waiting": reply.is_held,
            "hidden": reply.is_hidden and not reply.is_held,
            "withdrawn": reply.is_withdrawn,
        }
        return ", ".join(state for state, holds in states.items() if holds) or "shown"
