"""What machines look for at addresses that a standard fixed."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.models import SiteIdentity

# RFC 9116 asks for less than a year.
SECURITY_CONTACT_HOLDS_FOR: Final = timedelta(days=180)

# --paper of static/css/tokens.css, for the moment before the first page is drawn.
PAPER: Final = "#fdfaf5"


@require_safe
def sitemap_index(
    request: HttpRequest, sitemaps: "Mapping[str, type[Sitemap[Any]]]"
) -> HttpResponse:
    """Where each section's sitemaps are: https://www.sitemaps.org/protocol.html says how.

    Django's own index takes its origin from the request; ours is SITE_URL, whatever was asked.
    """
    return render(
        request,
        "sitemap_index.xml",
        {"sitemaps": list(_index_items(sitemaps))},
        content_type="application/xml",
    )


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness: https://www.rfc-editor.org/rfc/rfc9116 says how."""
    expires = timezone.now().replace(microsecond=0) + SECURITY_CONTACT_HOLDS_FOR
    email = SiteIdentity.current().contact_email
    lines = [
        *([f"Contact: mailto:{email}"] if email else []),
        f"Contact: {settings.SITE_URL}{reverse('page', args=['contact'])}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Feed readers, and whoever reads no `link`, ask here. Not for good: its name may change."""
    return redirect(static("img/icon-192.png"))


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone shows once the site is on its first screen: https://www.w3.org/TR/appmanifest/."""
    site = SiteIdentity.current()
    words = {
        "name": site.name,
        "description": site.tagline,
        "lang": "en-GB",
        "id": reverse("home"),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            # With room around it, for phones that cut icons to a shape of their own.
            {
                "src": static("img/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return JsonResponse(words, content_type="application/manifest+json")


def _index_items(
    sitemaps: "Mapping[str, type[Sitemap[Any]]]",
) -> Iterator[SitemapIndexItem]:
    for name, section in sitemaps.items():
        pages = section()
        address = f"{settings.SITE_URL}{reverse('sitemap', args=[name])}"
        changed_at: Any = pages.get_latest_lastmod()  # its stubs want a bool
        for number in pages.paginator.page_range:
            location = f"{address}?p={number}" if number > 1 else address
            yield SitemapIndexItem(location, last_mod=changed_at)
