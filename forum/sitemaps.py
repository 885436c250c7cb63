"""What search engines are told of: what every visitor may read.

Members are left out: their pages are public, but nobody needs a list of all our neighbours.
"""

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from forum.models import Category, Discussion, Page, Tag
from members.models import VISITOR


class OwnSitemap(Sitemap):  # type: ignore[type-arg]  # generic in its stubs only
    """Addresses begin with the one true origin, whatever host was asked."""

    limit = 10_000

    def get_protocol(self, protocol: str | None = None) -> str:  # noqa: ARG002  Django passes it
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:  # noqa: ARG002  Django passes it
        return urlsplit(settings.SITE_URL).netloc

    def get_latest_lastmod(self) -> datetime | None:
        """Nothing: Django would read every row to find it."""
        return None


class DiscussionSitemap(OwnSitemap):
    def items(self) -> QuerySet[Discussion]:
        readable = Discussion.objects.visible_to(VISITOR).filter(category__hidden_at=None)
        return readable.only("slug", "last_activity_at").order_by("pk")

    def lastmod(self, discussion: Discussion) -> datetime:
        return discussion.last_activity_at

    def get_latest_lastmod(self) -> datetime | None:
        newest: datetime | None = self.items().aggregate(at=Max("last_activity_at"))["at"]
        return newest


class CategorySitemap(OwnSitemap):
    def items(self) -> QuerySet[Category]:
        return Category.objects.visible_to(VISITOR).in_order()


class TagSitemap(OwnSitemap):
    def items(self) -> QuerySet[Tag]:
        in_use: QuerySet[Tag] = Tag.objects.in_use().order_by("pk")
        return in_use


class PageSitemap(OwnSitemap):
    def items(self) -> QuerySet[Page]:
        return Page.objects.visible_to(VISITOR).order_by("pk")

    def lastmod(self, page: Page) -> datetime:
        return page.changed_at


SECTIONS: Final = {
    "discussions": DiscussionSitemap,
    "categories": CategorySitemap,
    "tags": TagSitemap,
    "pages": PageSitemap,
}
