"""Where each app is mounted; nothing else."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe

from forum.sitemaps import SECTIONS
from forum.views import old_questions, well_known
from harringay import views

handler400 = "harringay.views.bad_request"
handler404 = "harringay.views.not_found"
handler500 = "harringay.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("forum.urls")),
    path("", include("forum.moderation.urls")),
    path("", include("members.urls")),
    path("", include("notifications.urls")),
    # After all who have a feed: it answers for whatever is beneath /feeds.
    path("", include("forum.feeds.urls")),
    path("", include("forum.legacy_urls")),
    path("accounts/", include("allauth.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("policy-reports", views.policy_reports, name="policy_reports"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", well_known.sitemap_index, {"sitemaps": SECTIONS}, name="sitemap_index"),
    path(
        "sitemap-<slug:section>.xml",
        require_safe(sitemap),
        {"sitemaps": SECTIONS},
        name="sitemap",
    ),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("manifest.webmanifest", well_known.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("help/reading", views.reading, name="reading"),
    path("offline", views.offline, name="offline"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path(".well-known/change-password", views.change_password, name="change_password"),
    path("page/<str:slug>", old_questions.page(views.page), name="page"),
    # Last, so that reverse() tries it first: the footer's pages have the shortest addresses.
    re_path(
        r"^(?P<slug>rules|terms|privacy|accessibility|about|contact)$",
        views.page,
        name="page",
    ),
]
