"""The site's own name and words in the admin: one row, which is there from the start."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import ForeignKey

from forum.admin.html_source import that_can_be_kept
from forum.models import SiteIdentity
from harringay import text
from harringay.admin_pages import OneRowAdmin
from members.models import Member

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[SiteIdentity]
else:
    BaseForm = forms.ModelForm


class SiteIdentityForm(BaseForm):
    """What the site is called; what cannot be kept of the advertising is said beside it."""

    class Meta:
        model = SiteIdentity
        fields = [
            "name",
            "tagline",
            "creator_name",
            "creator",
            "welcome",
            "about",
            "contact_email",
            "advertising",
            "edit_minutes",
        ]
        help_texts = {
            "advertising": "HTML; empty, and no advertising is shown. A picture has to be one of "
            "ours: put it in a post, and write its address, which begins with /media/pictures/. "
            "It stands in a box of six to five."
        }
        widgets = {
            "welcome": AdminTextareaWidget(attrs={"rows": 4}),
            "about": AdminTextareaWidget(attrs={"rows": 3}),
        }

    def clean_advertising(self) -> str:
        return that_can_be_kept(self.cleaned_data["advertising"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field in ("name", "tagline", "creator_name", "welcome", "about"):
            cleaned[field] = text.single_line(cleaned.get(field, ""))
        return cleaned


@admin.register(SiteIdentity)
class SiteIdentityAdmin(OneRowAdmin):
    """The site's name and words."""

    form = SiteIdentityForm
    view_on_site = False  # it is on every page

    def save_model(self, request: Any, obj: SiteIdentity, form: Any, change: bool) -> None:  # noqa: FBT001  Django calls it so
        obj.set_advertising(form.cleaned_data["advertising"])
        super().save_model(request, obj, form, change)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: Any, **kwargs: Any
    ) -> Any:
        kwargs["queryset"] = Member.objects.staff()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
