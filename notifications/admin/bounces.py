"""Bounces in the admin: which addresses take no mail, and why; the owner may try them again."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from harringay.admin_pages import ReadOnlyAdmin, StateFilter
from members.errors import MembersError
from notifications import bouncing
from notifications.models import Bounce

STOPPING = Q(has_stopped_mail=True, forgiven_at=None)


class BounceStateFilter(StateFilter):
    states = {"mail has stopped": STOPPING, "mail goes on": ~STOPPING}


@admin.register(Bounce)
class BounceAdmin(ReadOnlyAdmin):
    """Every mail that an address did not take, the latest first."""

    refusals = (MembersError,)
    view_on_site = False  # type: ignore[assignment]  # it has no page of its own

    list_display = ["email", "member", "bounced_at", "is_hard", "stops_mail", "reason"]
    list_filter = [BounceStateFilter, "is_hard", "bounced_at"]
    list_select_related = ["member"]
    search_fields = ["email", "member__name"]
    ordering = ["-bounced_at", "-pk"]
    fields = ["email", "member", "bounced_at", "is_hard", "stops_mail", "reason", "forgiven_at"]
    readonly_fields = ["stops_mail"]
    actions = ["forgive"]

    @admin.display(description="mail has stopped", boolean=True)
    def stops_mail(self, bounce: Bounce) -> bool:
        return bounce.has_stopped_mail and bounce.forgiven_at is None

    @admin.action(description="Let mail go there again", permissions=["act"])
    def forgive(self, request: HttpRequest, rows: "QuerySet[Bounce]") -> None:
        self.act(request, rows, bouncing.forgive, done="forgiven")
