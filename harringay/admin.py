"""The owner's admin: its name, what is in it, and its one door, which is everybody's."""

from functools import wraps
from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator

from forum.moderation import auditing
from forum.moderation.auditing import Origin
from harringay import dashboard
from harringay.client_address import client_network, is_from
from harringay.logging import request_id
from members import second_factors
from members.models import Member

PACKAGES = {"account", "auth", "mfa", "taggit", "usersessions"}


class HarringayAdminSite(admin.AdminSite):
    """Django's admin, signed in to through allauth, with its limits and its second factor."""

    site_header = "Looking after the site"
    site_title = "Looking after the site"
    index_title = "What would you like to do?"

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Our own nouns only: packages' pages would write round the verbs, and show secrets."""
        one = isinstance(model_or_iterable, type)
        models: list[Any] = [model_or_iterable] if one else model_or_iterable
        ours = [model for model in models if model._meta.app_label not in PACKAGES]  # noqa: SLF001  Django's name for it
        super().register(ours, *args, **options)

    def get_urls(self) -> list[Any]:
        """The moderators' queue has a short address: it is where they begin."""
        # The pages of apps register themselves here, while this module is still being read.
        from forum.moderation.admin import addresses  # noqa: PLC0415

        return [*addresses.urls(), *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """What the staff do is noted with where they did it from (safety L-45).

        From elsewhere than ADMIN_NETWORKS, where that is set, there is no admin (safety S-23).
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            _check_network(request)
            origin = Origin(client_network(request), request_id.get())
            with auditing.coming_from(origin):
                return guarded(request, *args, **kwargs)

        return noted

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What there is, and first what whoever looks after the site should know today."""
        shown = dashboard.show(cast("Member", request.user))
        return super().index(request, {**shown, **(extra_context or {})})

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, once they have set up a second factor (safety S-22)."""
        member = request.user
        if not (isinstance(member, Member) and member.is_staff):
            return False
        return not second_factors.is_missing(member)

    def password_change(  # type: ignore[override]  # the stubs promise a page where a way there will do
        self,
        request: HttpRequest,  # noqa: ARG002  Django's signature
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002  as above
    ) -> HttpResponse:
        """Where everybody changes theirs, which ends their other sessions and tells them."""
        return redirect("account_change_password")

    @method_decorator(secure_admin_login)
    def login(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002  as above
    ) -> HttpResponse:
        """Only staff who are signed in come as far as this; Django's own form knows no limits."""
        _check_network(request)
        if self.has_permission(request):
            return redirect("admin:index")
        messages.info(request, "Please set up a second step at signing in. Then the admin opens.")
        return redirect("mfa_index")


def _check_network(request: HttpRequest) -> None:
    """Raises Http404."""
    if settings.ADMIN_NETWORKS and not is_from(request, settings.ADMIN_NETWORKS):
        raise Http404
