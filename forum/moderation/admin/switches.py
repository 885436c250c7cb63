"""The owner's safeguards in the admin: switches of one press each, going away, words and numbers.

Each press is a verb and an entry of the audit log, in one transaction (safety L-22, L-45); what
the form changes, the admin's witness notes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from forum.models import Discussion, Reply
from forum.moderation import alarming, auditing
from forum.moderation.forms import DayField
from harringay import text
from harringay.admin_pages import ActingAdmin
from members import safeguarding
from members.errors import MembersError
from members.models import Member, Safeguards, Switch
from members.permissions import can_moderate, can_turn

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Safeguards]
else:
    BaseForm = forms.ModelForm

EFFECTS = {
    Switch.PICTURES_OFF: "Nobody can upload a picture. Those that are here stay.",
    Switch.JOINING_OFF: "The page for joining says that it is closed. Members sign in as ever.",
    Switch.FIRST_POSTS_HELD: "What new members write first waits until a moderator releases it.",
    Switch.LINKS_HELD: "New members’ posts with a link or a picture wait for a moderator.",
    Switch.READ_ONLY: "Nobody can post, change or join. Reading, signing in and reports go on.",
}


class SwitchRow(NamedTuple):
    """One switch, as this reader may use it."""

    switch: Switch
    effect: str
    since: Any
    by: Member | None
    can_turn: bool


class TurnForm(forms.Form):
    """Which switch, and whether it is to be on."""

    switch = forms.ChoiceField(choices=Switch.choices)
    is_on = forms.BooleanField(required=False)


class AwayForm(forms.Form):
    """The day on which the owner is back."""

    until = DayField(label="Back on")


class SafeguardsForm(BaseForm):
    """Words, slow mode and what newcomers may do."""

    class Meta:
        model = Safeguards
        fields = [
            *("first_posts", "newcomer_links", "newcomer_mentions"),
            *("held_words", "refused_words"),
            *("slow_replies", "slow_within_minutes", "slow_share", "slow_reporters"),
            *("slow_minutes", "slow_for_minutes"),
            "has_kind_words",
        ]
        widgets = {
            "held_words": AdminTextareaWidget(attrs={"rows": 8}),
            "refused_words": AdminTextareaWidget(attrs={"rows": 8}),
        }

    def clean_held_words(self) -> str:
        return text.plain(self.cleaned_data["held_words"])

    def clean_refused_words(self) -> str:
        return text.plain(self.cleaned_data["refused_words"])


@admin.register(Safeguards)
class SafeguardsAdmin(ActingAdmin):
    """One row. Its list is the page of switches; words and numbers are the owner's to change."""

    form = SafeguardsForm
    view_on_site = False  # type: ignore[assignment]  # it has no page

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _safeguards: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = {"turn": self.turn, "away": self.go_away, "back": self.come_back, "read": self.read}
        acts = [
            path(f"{act}/", self.admin_site.admin_view(view), name=f"members_safeguards_{act}")
            for act, view in own.items()
        ]
        return [*acts, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The switches."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._show(request, AwayForm(), **extra_context or {})

    def turn(self, request: HttpRequest) -> HttpResponse:
        """Turn one switch on or off."""
        form = TurnForm(request.POST)
        if not form.is_valid():
            return self._act(request, None)
        switch = Switch(form.cleaned_data["switch"])
        is_on = form.cleaned_data["is_on"]
        return self._act(request, lambda by: _turn(switch, is_on=is_on, by=by))

    def go_away(self, request: HttpRequest) -> HttpResponse:
        """Leave the place to its safeguards until a day."""
        form = AwayForm(request.POST)
        if request.method == "POST" and _is_owner(request) and not form.is_valid():
            return self._show(request, form, status=422)
        return self._act_for_owner(request, lambda by: _go_away(form.cleaned_data["until"], by=by))

    def come_back(self, request: HttpRequest) -> HttpResponse:
        """Be here again before that day."""
        return self._act_for_owner(request, _come_back)

    def read(self, request: HttpRequest) -> HttpResponse:
        """Put away the report of what was done meanwhile."""
        return self._act_for_owner(request, lambda by: safeguarding.forget_report(by=by))

    def _act_for_owner(self, request: HttpRequest, do: Callable[[Member], None]) -> HttpResponse:
        if request.method == "POST" and not _is_owner(request):
            raise PermissionDenied
        return self._act(request, do)

    def _act(self, request: HttpRequest, do: Callable[[Member], None] | None) -> HttpResponse:
        """Do what was pressed, and show the switches as they are then."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (isinstance(request.user, Member) and can_moderate(request.user)):
            raise PermissionDenied
        try:
            if do:
                do(request.user)
        except MembersError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return redirect("admin:members_safeguards_changelist")

    def _show(
        self, request: HttpRequest, away_form: AwayForm, *, status: int = 200, **more: Any
    ) -> TemplateResponse:
        Safeguards.objects.get_or_create(pk=1)
        with_names = (f"{switch.value}_by" for switch in Switch)
        safeguards = Safeguards.objects.select_related(*with_names).get(pk=1)
        context = {
            **self.admin_site.each_context(request),
            **more,
            "title": "Switches",
            "opts": self.opts,
            "safeguards": safeguards,
            "rows": [_row(switch, safeguards, request.user) for switch in Switch],
            "away_form": away_form,
            "is_owner": _is_owner(request),
            "held_count": Discussion.objects.held().count() + Reply.objects.held().count(),
        }
        return TemplateResponse(request, "admin/moderation/switches.html", context, status=status)


def _is_owner(request: HttpRequest) -> bool:
    return isinstance(request.user, Member) and request.user.is_owner


def _row(switch: Switch, safeguards: Safeguards, viewer: Any) -> SwitchRow:
    return SwitchRow(
        switch=switch,
        effect=EFFECTS[switch],
        since=safeguards.since(switch),
        by=getattr(safeguards, f"{switch.value}_by"),
        can_turn=can_turn(viewer, switch),
    )


@transaction.atomic
def _turn(switch: Switch, *, is_on: bool, by: Member) -> None:
    verb = safeguarding.turn_on if is_on else safeguarding.turn_off
    if verb(switch, by=by):
        act = "turn on switch" if is_on else "turn off switch"
        auditing.record(act, Safeguards.current(), by=by, after={"switch": switch.value})


@transaction.atomic
def _go_away(until: Any, *, by: Member) -> None:
    safeguarding.go_away(until=until, by=by)
    after = {"until": until.isoformat()}
    auditing.record("begin absence", Safeguards.current(), by=by, after=after)


@transaction.atomic
def _come_back(by: Member) -> None:
    safeguarding.come_back(by=by)
    auditing.record("end absence", Safeguards.current(), by=by)
    alarming.report_absence()
