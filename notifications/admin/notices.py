"""Notices and advertisements in the admin: written, given their days, and taken away."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from forum.fields import PictureField
from harringay import pictures, text
from harringay.admin_pages import ActingAdmin
from notifications import illustrating
from notifications.models import Notice

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Notice]
else:
    BaseForm = forms.ModelForm

WHAT_IS_IN_IT = (
    "Please say what is in the picture, for whoever does not see it; and choose the file again."
)


class NoticeForm(BaseForm):
    """One line, where it leads, its days, and a picture where it has one."""

    sender: ClassVar[Any] = None  # who fills it in

    picture = PictureField(
        required=False,
        help_text=f"JPEG, PNG, WebP or GIF, up to {pictures.MAX_MEGABYTES} MB; a wide one looks "
        "best. We take out where and when it was taken. It replaces the one there is.",
        error_messages={"empty": "That file is empty. Please choose another."},
    )
    without_picture = forms.BooleanField(label="Take the picture away", required=False)

    class Meta:
        model = Notice
        fields = ["text", "link", "first_on", "last_on", "is_advertisement", "picture_words"]

    def clean_text(self) -> str:
        return text.single_line(self.cleaned_data["text"])

    def clean_picture_words(self) -> str:
        return text.single_line(self.cleaned_data["picture_words"])

    def clean_picture(self) -> pictures.Picture | None:
        data = self.cleaned_data["picture"]
        try:
            return illustrating.draw(data, by=self.sender) if data else None
        except pictures.PictureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first_on, last_on = cleaned.get("first_on"), cleaned.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "It would end before it begins.")
        if self._will_have_picture and not cleaned.get("picture_words", "-"):
            self.add_error("picture_words", WHAT_IS_IN_IT)
        return cleaned

    @property
    def _will_have_picture(self) -> bool:
        kept = self.instance.picture_key and not self.cleaned_data["without_picture"]
        return bool(kept or self.cleaned_data.get("picture"))


@admin.register(Notice)
class NoticeAdmin(ActingAdmin):
    """Every notice; one whose last day is over is shown nowhere any more."""

    form = NoticeForm
    list_display = ["text", "first_on", "last_on", "is_advertisement", "is_shown"]
    list_filter = ["is_advertisement", "last_on"]
    search_fields = ["text", "link"]
    ordering = ["-last_on", "-pk"]
    readonly_fields = ["shown_picture"]
    fieldsets = [
        (None, {"fields": ["text", "link", ("first_on", "last_on"), "is_advertisement"]}),
        (
            "A picture, if you like",
            {"fields": ["shown_picture", "picture", "picture_words", "without_picture"]},
        ),
    ]
    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    @admin.display(description="shown today", boolean=True)
    def is_shown(self, notice: Notice) -> bool:
        return notice.first_on <= timezone.localdate() <= notice.last_on

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        return {"first_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def get_form(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.sender = request.user  # type: ignore[attr-defined]  # a class made for this request
        return form

    def save_model(self, request: Any, obj: Notice, form: Any, change: bool) -> None:  # noqa: FBT001  Django calls it so
        super().save_model(request, obj, form, change)
        if picture := form.cleaned_data["picture"]:
            self._hang(request, obj, picture)
        elif form.cleaned_data["without_picture"]:
            illustrating.take_down(obj)

    def _hang(self, request: Any, notice: Notice, picture: pictures.Picture) -> None:
        try:
            illustrating.hang(notice, picture)
        except pictures.PictureRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    def delete_model(self, request: Any, obj: Notice) -> None:
        super().delete_model(request, obj)
        illustrating.remove_file(obj.picture_key)

    def delete_queryset(self, request: Any, queryset: "QuerySet[Notice]") -> None:
        keys = list(queryset.values_list("picture_key", flat=True))
        super().delete_queryset(request, queryset)
        for key in keys:
            illustrating.remove_file(key)

    @admin.display(description="shown now")
    def shown_picture(self, notice: Notice) -> str:
        if not notice.picture_key:
            return "None."
        address = reverse("notifications:notice_picture", args=[notice.picture_key])
        return format_html(
            '<img class="shown-picture" src="{}" alt="{}" width="{}" height="{}">',
            *(address, notice.picture_words, notice.picture_width, notice.picture_height),
        )
