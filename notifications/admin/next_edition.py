"""The next edition in the admin: a word at its top, what is in it, and how it would look now.

Nothing needs to be done here: it comes out by itself.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from harringay import html, text
from notifications import choosing, editions, feeds, schedule
from notifications.choosing import Candidate
from notifications.editions import Choice
from notifications.errors import NotificationsError
from notifications.models import Edition, Issue, Notice

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Any]
else:
    BaseAdmin = object

CHOICES = [
    (Choice.AS_IT_COMES, "As it comes"),
    (Choice.PROMOTED, "Placed first"),
    (Choice.DROPPED, "Left out"),
]


class NextEditionForm(forms.Form):
    """A word, and a choice for each discussion that may be in the edition."""

    day = forms.DateField(widget=forms.HiddenInput)
    word = forms.CharField(
        label="A word at the top",
        help_text="Plain text, or nothing.",
        max_length=2000,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, edition: Edition, candidates: Sequence[Candidate], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"day": edition.issued_on, "word": edition.word}
        super().__init__(*args, **kwargs)
        self._candidates = {_field_of(candidate): candidate for candidate in candidates}
        for name, candidate in self._candidates.items():
            self.fields[name] = forms.ChoiceField(
                label=candidate.discussion.title,
                choices=CHOICES,
                required=False,
                initial=_choice_of(candidate),
            )

    @property
    def rows(self) -> list[tuple[Candidate, BoundField]]:
        return [(candidate, self[name]) for name, candidate in self._candidates.items()]

    @property
    def choices(self) -> dict[int, Choice]:
        """What was chosen, by the keys of the discussions."""
        return {
            candidate.discussion.pk: Choice(self.cleaned_data[name])
            for name, candidate in self._candidates.items()
        }

    def clean_word(self) -> str:
        word = text.plain(self.cleaned_data["word"])
        try:
            html.render(word, html.TEXT)
        except html.Unclean as refusal:
            raise ValidationError(str(refusal)) from refusal
        return word


class NextEditionAdmin(BaseAdmin):
    """Gives the admin of editions a page for the one that comes out next, and its preview."""

    def get_urls(self) -> list[URLPattern]:
        mine = [
            path("next/", self.next_edition, name="notifications_next_edition"),
            path("next/preview/", self.preview, name="notifications_edition_preview"),
        ]
        for pattern in mine:
            pattern.callback = self.admin_site.admin_view(pattern.callback)
        return [*mine, *super().get_urls()]

    def next_edition(self, request: HttpRequest) -> HttpResponse:
        """POST: keep what was chosen."""
        edition = self._prepared(request)
        found = editions.candidates(edition)
        form = NextEditionForm(request.POST or None, edition=edition, candidates=found)
        if form.is_valid():
            return self._prepare(request, form)
        context = {
            **self.admin_site.each_context(request),
            "title": "The next edition",
            "opts": self.opts,
            "edition": edition,
            "comes_out_at": schedule.edition_at(edition.issued_on),
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/next_edition.html", context, status=status)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The page of the edition as it would come out now."""
        edition = self._prepared(request)
        edition.number = editions.next_number()
        selection = choosing.select(editions.candidates(edition))
        edition.left_out_count = selection.left_out_count
        context = {
            "is_preview": True,
            "edition": edition,
            "issue": Issue(edition, selection.items),
            "notices": Notice.objects.current_on(edition.issued_on).in_order(),
            "channel": feeds.channel(),
        }
        return render(request, "notifications/edition_detail.html", context)

    @staticmethod
    def _prepared(request: HttpRequest) -> Edition:
        """Raises PermissionDenied for whoever may not change it."""
        if not request.user.has_perm("notifications.change_edition"):
            raise PermissionDenied
        return editions.prepared(editions.next_day(timezone.now()))

    def _prepare(self, request: HttpRequest, form: NextEditionForm) -> HttpResponse:
        kept = form.cleaned_data
        try:
            editions.prepare(
                kept["day"], word=kept["word"], choices=form.choices, now=timezone.now()
            )
        except NotificationsError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, "Your choices have been saved.")
        return redirect("admin:notifications_next_edition")


def _field_of(candidate: Candidate) -> str:
    return f"choice-{candidate.discussion.pk}"


def _choice_of(candidate: Candidate) -> Choice:
    if candidate.is_dropped:
        return Choice.DROPPED
    return Choice.PROMOTED if candidate.is_promoted else Choice.AS_IT_COMES
