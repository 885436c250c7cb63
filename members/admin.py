"""Members in the admin: found, suspended, appointed. Their profiles are theirs to change."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from harringay.admin_pages import ReadOnlyAdmin, StateFilter, answer_of
from members import appointing, avatars, recovering, suspending
from members.errors import MembersError
from members.models import Member

SECRETS = ("password", "email")


class ReasonForm(forms.Form):
    """Why; it is kept in the member's history here."""

    reason = forms.CharField(
        max_length=200,
        widget=AdminTextInputWidget,
        help_text="For the other moderators. The member does not see it.",
    )


class MemberStateFilter(StateFilter):
    states = {
        "in good standing": Q(is_active=True, left_at=None, suspended_at=None),
        "suspended": Q(suspended_at__isnull=False),
        "waiting": Q(is_active=False),
        "left": Q(left_at__isnull=False),
    }


@reauthentication_required
def check_it_is_you(_request: HttpRequest) -> None:
    """Ask for the password or the second factor again after 15 minutes (safety S-23)."""


def remove_picture_of(member: Member, *, by: Member) -> None:  # noqa: ARG001  every action tells
    avatars.remove(member=member)


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    """Everyone with an account; e-mail addresses are for the owner's eyes only."""

    refusals = (MembersError,)
    list_display = ["name", "address", "role", "joined_at", "written", "state"]
    list_filter = [MemberStateFilter, "role", "joined_at"]
    search_fields = ["name", "address", "legacy_name"]
    search_help_text = "A name, an address, or a screen name on the old site."
    ordering = ["-joined_at", "-pk"]
    readonly_fields = ["state"]
    actions = [
        "suspend",
        "unsuspend",
        "remove_picture",
        "appoint_moderator",
        "dismiss_moderator",
        "forget_second_factor",
    ]

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = [*self.list_display]
        return [*columns[:2], "email", *columns[2:]] if self._may_see_email(request) else columns

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
            ("Standing", {"fields": ["state", "joined_at", "suspended_at", "left_at"]}),
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
            "suspended": member.is_suspended,
            "left": member.has_left,
            "waiting": not member.is_active,
            "demo": member.is_demo,
        }
        return ", ".join(state for state, holds in states.items() if holds) or "in good standing"

    def has_suspend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.suspend_member")

    def has_appoint_permission(self, request: HttpRequest) -> bool:
        """The owner: nobody else has what is not on the moderators' list."""
        return request.user.has_perm("members.appoint_member")

    @admin.action(description="Suspend …", permissions=["suspend"])
    def suspend(self, request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        check_it_is_you(request)
        form = ReasonForm(answer_of(request))
        if not form.is_valid():
            return self.ask(request, rows, form, question="Suspend")
        why = form.cleaned_data["reason"]
        self.act(request, rows, suspending.suspend, done="suspended", why=why)
        return None

    @admin.action(description="Let back in", permissions=["suspend"])
    def unsuspend(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        check_it_is_you(request)
        self.act(request, rows, suspending.unsuspend, done="let back in")

    @admin.action(description="Remove the picture", permissions=["suspend"])
    def remove_picture(self, request: HttpRequest, rows: "QuerySet[Any]") -> None:
        self.act(request, rows, remove_picture_of, done="left without a picture")

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
        done = "without a second factor"
        self.act(request, rows, recovering.forget_second_factor, done=done)

    @staticmethod
    def _may_see_email(request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_member")
