"""Members in the admin: found, suspended, appointed. Their profiles are theirs to change."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminTextInputWidget
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from harringay.admin_pages import ReadOnlyAdmin, StateFilter, answer_of
from harringay.fields import LineField
from members import appointing, avatars, recovering, suspending
from members.errors import MembersError
from members.http import check_it_is_you
from members.models import Member
from members.models.standing import not_kept_out, restricted, suspended

SECRETS = ("password", "email")
STANDING = ("restriction_ends_at", "suspended_at", "suspension_ends_at", "banned_at")


class ReasonForm(forms.Form):
    """Why; it is kept with the decision, which the member finds among those about them."""

    reason = LineField(
        max_length=200,
        widget=AdminTextInputWidget,
        help_text="The member is sent this, with how to appeal.",
    )


class RestrictionForm(ReasonForm):
    """For how long, and why."""

    days = forms.IntegerField(min_value=1, max_value=365, initial=7, widget=AdminIntegerFieldWidget)
    field_order = ["days"]


class SuspensionForm(ReasonForm):
    """For how long, if anybody knows, and why."""

    days = forms.IntegerField(
        min_value=1,
        max_value=365,
        required=False,
        widget=AdminIntegerFieldWidget,
        help_text="Empty for as long as nobody lets them back in.",
    )
    field_order = ["days"]


class MemberStateFilter(StateFilter):
    states = {
        "in good standing": not_kept_out(Now())
        & ~restricted(Now())
        & Q(is_active=True, left_at=None),
        "restricted": restricted(Now()),
        "suspended": suspended(Now()),
        "banned": Q(banned_at__isnull=False),
        "waiting": Q(is_active=False),
        "left": Q(left_at__isnull=False),
    }


def remove_picture_of(member: Member, *, by: Member) -> None:
    avatars.hide(member=member, by=by)


def _picture(member: Member) -> dict[str, str]:
    return {"avatar_key": member.avatar_key}


def _restriction(member: Member) -> dict[str, Any]:
    return {"held": member.is_restricted, "until": _kept(member.restriction_ends_at)}


def _suspension(member: Member) -> dict[str, Any]:
    return {"held": member.is_suspended, "until": _kept(member.suspension_ends_at)}


def _ban(member: Member) -> dict[str, Any]:
    return {"held": member.is_banned, "until": None}


def _kept(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    """Everyone with an account; e-mail addresses are for the owner's eyes only."""

    refusals = (MembersError,)
    list_display = ["name", "address", "role", "joined_at", "written", "state"]
    list_filter = [MemberStateFilter, "role", "joined_at"]
    search_fields = ["name", "address", "legacy_name", "former_addresses__address"]
    search_help_text = "A name, an address, also a former one, or a screen name on the old site."
    ordering = ["-joined_at", "-pk"]
    readonly_fields = ["state"]
    actions = [
        "restrict",
        "unrestrict",
        "suspend",
        "unsuspend",
        "ban",
        "unban",
        "remove_picture",
        "appoint_moderator",
        "dismiss_moderator",
        "forget_second_factor",
    ]

    def get_list_display(self, request: HttpRequest) -> Any:
        """Whoever may see an e-mail address can tell two of one name apart by that as well."""
        if not self._may_see_email(request):
            return self.list_display
        return ["email" if column == "address" else column for column in self.list_display]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        fields = [*self.search_fields]
        return [*fields, "email"] if self._may_see_email(request) else fields

    def get_fieldsets(self, request: HttpRequest, _member: Any = None) -> Any:
        account = ["name", "address", "legacy_name", "role"]
        if self._may_see_email(request):
            account.append("email")
        return [
            (None, {"fields": account}),
            ("Profile", {"fields": ["area", "about"]}),
            ("Standing", {"fields": ["state", "joined_at", "left_at", *STANDING]}),
            ("In numbers", {"fields": ["discussion_count", "reply_count", "last_login"]}),
        ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds out a secret by asking the list how it begins."""
        return not lookup.startswith(SECRETS) and super().lookup_allowed(lookup, value, request)

    @admin.display(description="discussions, replies")
    def written(self, member: Member) -> str:
        return f"{member.discussion_count}, {member.reply_count}"

    @admin.display(description="state")
    def state(self, member: Member) -> str:
        states = {
            "left": member.has_left,
            "waiting": not member.is_active,
            "demo": member.is_demo,
        }
        names = [*member.sanctions, *(state for state, holds in states.items() if holds)]
        return ", ".join(names) or "in good standing"

    def has_suspend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.suspend_member")

    def has_appoint_permission(self, request: HttpRequest) -> bool:
        """The owner: nobody else has what is not on the moderators' list."""
        return request.user.has_perm("members.appoint_member")

    @admin.action(description="Restrict …", permissions=["suspend"])
    def restrict(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        check_it_is_you(request)
        form = RestrictionForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Restrict")
        until = _after(form.cleaned_data["days"])
        verb, why = partial(suspending.restrict, until=until), form.cleaned_data["reason"]
        self.act(request, rows, verb, done="restricted", why=why, remember=_restriction)
        return None

    @admin.action(description="Let post as others do", permissions=["suspend"])
    def unrestrict(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        check_it_is_you(request)
        self.act(request, rows, suspending.unrestrict, done="restricted no more")

    @admin.action(description="Suspend …", permissions=["suspend"])
    def suspend(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        check_it_is_you(request)
        form = SuspensionForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Suspend")
        days = form.cleaned_data["days"]
        verb = partial(suspending.suspend, until=_after(days) if days else None)
        why = form.cleaned_data["reason"]
        self.act(request, rows, verb, done="suspended", why=why, remember=_suspension)
        return None

    @admin.action(description="Let back in", permissions=["suspend"])
    def unsuspend(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        check_it_is_you(request)
        self.act(request, rows, suspending.unsuspend, done="let back in")

    @admin.action(description="Ban …", permissions=["suspend"])
    def ban(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        check_it_is_you(request)
        form = ReasonForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Ban")
        why = form.cleaned_data["reason"]
        self.act(request, rows, suspending.ban, done="banned", why=why, remember=_ban)
        return None

    @admin.action(description="Lift the ban", permissions=["suspend"])
    def unban(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        check_it_is_you(request)
        self.act(request, rows, suspending.unban, done="banned no more")

    @admin.action(description="Remove the picture", permissions=["suspend"])
    def remove_picture(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        verb, remember = remove_picture_of, _picture
        self.act(request, rows, verb, done="left without a picture", remember=remember)

    @admin.action(description="Make a moderator", permissions=["appoint"])
    def appoint_moderator(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        check_it_is_you(request)
        self.act(request, rows, appointing.appoint_moderator, done="now moderating")

    @admin.action(description="Make an ordinary member", permissions=["appoint"])
    def dismiss_moderator(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        check_it_is_you(request)
        self.act(request, rows, appointing.dismiss_moderator, done="moderating no more")

    @admin.action(description="Remove a lost second factor", permissions=["appoint"])
    def forget_second_factor(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        check_it_is_you(request)
        verb = recovering.forget_second_factor
        self.act(request, rows, verb, done="without a second factor")

    @staticmethod
    def _may_see_email(request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_member")


def _after(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)
