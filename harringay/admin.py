"""The owner's admin: its name, and its one door, which is the same as everybody's."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest


class HarringayAdminSite(admin.AdminSite):
    """Django's admin, signed in to through allauth, with its limits and its second factor."""

    site_header = "Looking after the site"
    site_title = "Looking after the site"
    index_title = "What would you like to do?"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.is_staff


HarringayAdminSite.login = secure_admin_login(HarringayAdminSite.login)  # type: ignore[method-assign]
