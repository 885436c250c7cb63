"""The project as an app (it owns commands and template tags, no tables), and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HarringayConfig(AppConfig):
    name = "harringay"
    verbose_name = "The site"


class HarringayAdminConfig(AdminConfig):
    default_site = "harringay.admin.HarringayAdminSite"
