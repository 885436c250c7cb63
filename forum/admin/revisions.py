"""What was said before each edit, for whoever has to judge it."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from forum.models import Revision
from harringay import html
from harringay.admin_pages import ReadOnlyAdmin, StateFilter

EXCERPT_LENGTH = 80


class OfWhatFilter(StateFilter):
    title = "what was changed"
    parameter_name = "of"
    states = {"discussions": Q(reply=None), "replies": Q(discussion=None)}


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Every earlier version, the latest edit first."""

    list_display = ["beginning", "of_what", "replaced_by", "replaced_at"]
    list_filter = [OfWhatFilter, "replaced_at"]
    search_fields = ["body", "title", "replaced_by__name"]
    fields = ["of_what", "title", "words", "source", "replaced_at", "replaced_by"]
    readonly_fields = ["of_what", "words", "source"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Revision]":
        revisions: QuerySet[Revision] = super().get_queryset(request)
        return revisions.select_related("discussion", "reply__discussion", "replaced_by")

    def view_on_site(self, revision: Revision) -> str:
        return (revision.reply or revision.discussion).get_absolute_url()  # type: ignore[union-attr]  # one of the two is set

    @admin.display(description="it said")
    def beginning(self, revision: Revision) -> str:
        return html.excerpt(revision.body_html, EXCERPT_LENGTH) or str(revision)

    @admin.display(description="in")
    def of_what(self, revision: Revision) -> str:
        if revision.reply:
            return f"A reply to {revision.reply.discussion}"
        return str(revision.discussion)

    @admin.display(description="what it said")
    def words(self, revision: Revision) -> str:
        return html.to_text(revision.body_html)

    @admin.display(description="source, as it was typed")
    def source(self, revision: Revision) -> str:
        return revision.body
