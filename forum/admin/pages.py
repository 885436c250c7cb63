"""The owner's pages in the admin: the footer's, and any other that the site should have."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from forum.admin.html_source import that_can_be_kept
from forum.admin.slugs import SlugForm
from forum.models import Page
from harringay.admin_pages import ActingAdmin

TERMS = "terms"


class PageForm(SlugForm):
    """A title and a text; what cannot be kept of it is said beside the field."""

    slug_from = "title"

    class Meta:
        model = Page
        fields = ["title", "slug", "body"]

    def clean_body(self) -> str:
        return that_can_be_kept(self.cleaned_data["body"])


@admin.register(Page)
class PageAdmin(ActingAdmin):
    """Every page. None is deleted: the footer, and links from elsewhere, lead to them."""

    form = PageForm
    list_display = ["title", "slug", "changed_at"]
    list_filter = ["changed_at"]
    search_fields = ["title", "slug", "body"]
    ordering = ["title"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Page]":
        """All but the terms, of which every version is kept elsewhere."""
        return super().get_queryset(request).exclude(slug=TERMS)

    def has_delete_permission(self, _request: HttpRequest, _page: Page | None = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Page, form: Any, change: bool) -> None:  # noqa: FBT001  Django calls it so
        obj.set_body(form.cleaned_data["body"])
        super().save_model(request, obj, form, change)
