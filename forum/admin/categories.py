"""Categories in the admin: made, described, put in order; deleted only while they are empty."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from forum.admin.slugs import SlugForm
from forum.models import Category
from harringay import text
from harringay.admin_pages import ActingAdmin


class CategoryForm(SlugForm):
    """A room: its name, its address, and who may write there."""

    slug_from = "name"

    class Meta:
        model = Category
        fields = ["name", "slug", "description", "position", "may_start", "may_reply", "origin"]

    def clean_description(self) -> str:
        return text.single_line(self.cleaned_data["description"])


@admin.register(Category)
class CategoryAdmin(ActingAdmin):
    """Every category, hidden ones too."""

    form = CategoryForm
    list_display = ["name", "position", "may_start", "may_reply", "discussion_count", "is_shown"]
    list_filter = ["may_start", "may_reply", "origin"]
    search_fields = ["name", "slug", "description"]
    ordering = ["position", "name"]

    @admin.display(description="shown", boolean=True)
    def is_shown(self, category: Category) -> bool:
        return category.hidden_at is None

    def get_actions(self, _request: HttpRequest) -> dict[str, Any]:
        """One is deleted on its own page, where we can say why not."""
        return {}

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        category = self.get_object(request, unquote(object_id))
        may_delete = self.has_delete_permission(request, category)
        if category is None or not (may_delete and category.discussions.exists()):
            return super().delete_view(request, object_id, extra_context)
        refusal = f"“{category}” has discussions in it. Move them to another category first."
        self.message_user(request, refusal, messages.ERROR)
        return redirect("admin:forum_category_change", object_id)
