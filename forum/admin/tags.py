"""Tags in the admin: spelt better, and merged."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from forum import tagging
from forum.errors import ForumError
from forum.models import Tag
from harringay import text
from harringay.admin_pages import ActingAdmin, answer_of

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Tag]
else:
    BaseForm = forms.ModelForm


class RenameForm(BaseForm):
    """A tag's name; that of another tag is taken."""

    class Meta:
        model = Tag
        fields = ["name"]

    def clean_name(self) -> str:
        name = text.single_line(self.cleaned_data["name"])
        others = Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError("There is a tag of that name already: merge the two.")
        return name


class MergeForm(forms.Form):
    """Which of them all stays; spelt out, because there may be thousands to choose from."""

    into = forms.CharField(label="Into the tag", max_length=100)

    def clean_into(self) -> Tag:
        name = text.single_line(self.cleaned_data["into"])
        tag: Tag | None = Tag.objects.filter(name__iexact=name).first()
        if tag is None:
            raise forms.ValidationError("There is no tag of that name.")
        return tag


@admin.register(Tag)
class TagAdmin(ActingAdmin):
    """Every tag, the most used first. They come with discussions, and go by merging."""

    refusals = (ForumError,)
    form = RenameForm
    list_display = ["name", "discussion_count"]
    search_fields = ["name", "slug"]
    ordering = ["-discussion_count", "name"]
    fields = ["name", "slug", "discussion_count"]
    readonly_fields = ["slug", "discussion_count"]
    actions = ["merge"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _tag: Tag | None = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Tag, form: Any, _change: bool) -> None:  # noqa: FBT001  Django calls it so
        tagging.rename(obj, to=form.cleaned_data["name"], by=request.user)

    @admin.action(description="Merge into another …", permissions=["act"])
    def merge(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        form = MergeForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Merge")
        into = form.cleaned_data["into"]
        self.act(request, rows, tagging.merge, into=into, done="merged", why=f"Into “{into}”.")
        return None
