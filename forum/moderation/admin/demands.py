"""The owner's form for what Ofcom, the police or a court ask; the queue shows it as a case."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from forum.moderation import deadlines, demanding, targets
from forum.moderation.admin.queue_page import member_of
from forum.moderation.demanding import Authority, Demand
from forum.moderation.forms import DayField, PlainField
from forum.moderation.kinds import GROUPS, Kind

UNPROCESSABLE = 422
REFERENCE_LENGTH: Final = 70  # with who asks before it, as long as the name of who reports may be
FURTHEST: Final = timedelta(days=3653)  # what a slip of the keys would set later
_KINDS = [(group.heading, [(kind, kind.label) for kind in group.kinds]) for group in GROUPS]


class DemandForm(forms.Form):
    """Who asks for what, and by when."""

    authority = forms.ChoiceField(label="Who asks?", choices=Authority.choices)
    reference = forms.CharField(
        label="Their reference", max_length=REFERENCE_LENGTH, required=False
    )
    words = PlainField(label="What do they ask for?", rows=6)
    kind = forms.ChoiceField(label="What is it about?", choices=_KINDS, initial=Kind.COMPLAINT)
    address = forms.CharField(
        label="The address of a page here",
        help_text="If it is about one discussion, reply or profile.",
        max_length=500,
        required=False,
    )
    received_on = DayField(label="The day it came")
    answer_by = DayField(label="The last day for the answer")
    is_to_preserve = forms.BooleanField(
        label="It asks to preserve something: set a legal hold",
        help_text="Nothing of the case, nor of the account, is deleted until you end it.",
        required=False,
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address and not targets.path_of(address):
            raise forms.ValidationError("Please give the address of a page of this site.")
        return address

    def clean_received_on(self) -> datetime:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("It cannot have come on a day that is still to come.")
        return min(timezone.now(), timezone.make_aware(datetime.combine(day, time(12))))

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        if day - timezone.localdate() > FURTHEST:
            raise forms.ValidationError("This day is more than ten years away.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        received_at, last_day = cleaned.get("received_on"), cleaned.get("answer_by")
        if received_at and last_day and last_day < timezone.localdate(received_at):
            self.add_error("answer_by", "This day is before the one on which it came.")
        return cleaned

    @property
    def demand(self) -> Demand:
        told = self.cleaned_data
        noon = timezone.make_aware(datetime.combine(told["answer_by"], time(12)))
        return Demand(
            authority=Authority(told["authority"]),
            reference=told["reference"],
            words=told["words"],
            kind=Kind(told["kind"]),
            address=told["address"],
            received_at=told["received_on"],
            answer_by=deadlines.end_of_day(noon),
            is_to_preserve=told["is_to_preserve"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def demand(request: HttpRequest) -> HttpResponse:
    """For the owner alone, who answers for the site."""
    by = member_of(request)
    if not by.is_owner:
        raise PermissionDenied
    form = DemandForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if form.is_valid():
        case = demanding.log(form.demand, by=by)
        messages.success(request, "It is a case now, with the deadline that they set.")
        return redirect("admin:queue_case", case.pk)
    context = {**admin.site.each_context(request), "title": "Ofcom, the police or a court asks"}
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(
        request, "admin/moderation/demand.html", context | {"form": form}, status=status
    )
