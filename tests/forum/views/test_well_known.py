"""What machines look for at addresses that a standard fixed."""

from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

from forum import hiding, withdrawing
from forum.models import Category, Discussion, Page, SiteIdentity
from forum.sitemaps import DiscussionSitemap
from tests.factories import make_category, make_discussion

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _origin(settings):
    settings.SITE_URL = "https://forum.example.org"


def locations(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return [found.text for found in ET.fromstring(response.content).iter(f"{SITEMAP}loc")]


def of_discussion(discussion):
    return f"https://forum.example.org{discussion.get_absolute_url()}"


class TestSitemapIndex:
    def test_names_each_section_at_the_site_s_own_origin(self, client):
        sections = ("discussions", "categories", "tags", "pages")
        expected = [f"https://forum.example.org/sitemap-{section}.xml" for section in sections]
        assert locations(client, "/sitemap.xml") == expected

    def test_names_every_page_of_a_long_section(self, client, monkeypatch):
        monkeypatch.setattr(DiscussionSitemap, "limit", 1)
        first, second = make_discussion(), make_discussion()
        assert "https://forum.example.org/sitemap-discussions.xml?p=2" in locations(
            client, "/sitemap.xml"
        )
        assert locations(client, "/sitemap-discussions.xml") == [of_discussion(first)]
        assert locations(client, "/sitemap-discussions.xml?p=2") == [of_discussion(second)]


class TestSitemap:
    def test_holds_what_visitors_may_read_and_nothing_else(self, mo, client):
        shown = make_discussion()
        hiding.hide_discussion(make_discussion(), by=mo)
        withdrawn = make_discussion()
        withdrawing.withdraw_discussion(withdrawn, by=withdrawn.author)
        private = make_discussion(category=make_category())
        Category.objects.filter(pk=private.category_id).update(hidden_at=timezone.now())
        assert locations(client, "/sitemap-discussions.xml") == [of_discussion(shown)]

    def test_shows_a_moderator_no_more_than_a_visitor(self, mo, mo_client):
        hiding.hide_discussion(make_discussion(), by=mo)
        assert locations(mo_client, "/sitemap-discussions.xml") == []

    def test_holds_categories_tags_and_the_owner_s_pages(self, client):
        make_discussion(category=make_category(slug="green-lanes"), tags=["foxes"])
        Page.objects.create(slug="history", title="History", body="Bricks", body_html="Bricks")
        origin = "https://forum.example.org"
        assert f"{origin}/forum/categories/green-lanes" in locations(
            client, "/sitemap-categories.xml"
        )
        assert locations(client, "/sitemap-tags.xml") == [f"{origin}/forum/tags/foxes"]
        assert f"{origin}/page/history" in locations(client, "/sitemap-pages.xml")

    @pytest.mark.parametrize("address", ["/sitemap-members.xml", "/sitemap-tags.xml?p=9"])
    def test_is_not_found_for_what_has_none(self, client, address):
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("count", [3, 9])
    def test_takes_the_same_few_queries_for_any_number(
        self, client, count, django_assert_max_num_queries
    ):
        for _ in range(count):
            make_discussion()
        assert Discussion.objects.count() == count
        with django_assert_max_num_queries(3):
            client.get("/sitemap-discussions.xml")


class TestSecurity:
    def test_says_whom_to_tell_until_a_day_in_the_future(self, client):
        SiteIdentity.objects.update_or_create(pk=1, defaults={"contact_email": "owner@example.org"})
        response = client.get("/.well-known/security.txt")
        fields = [line.split(": ", 1) for line in response.content.decode().splitlines()]
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert fields[0] == ["Contact", "mailto:owner@example.org"]
        assert ["Contact", "https://forum.example.org/contact"] in fields
        expires = datetime.fromisoformat(dict(fields)["Expires"])
        assert timedelta() < expires - timezone.now() < timedelta(days=365)

    def test_needs_no_address_but_the_contact_page(self, client):
        SiteIdentity.objects.update(contact_email="")
        assert "mailto:" not in client.get("/.well-known/security.txt").content.decode()


class TestFavicon:
    def test_leads_to_an_icon_that_every_browser_knows(self, client):
        assert client.get("/favicon.ico").headers["Location"] == "/static/img/icon-192.png"


class TestManifest:
    def test_bears_the_name_the_owner_gave_the_site(self, client):
        SiteIdentity.objects.update_or_create(pk=1, defaults={"name": "The Ladder"})
        response = client.get("/manifest.webmanifest")
        assert response.headers["Content-Type"] == "application/manifest+json"
        manifest = response.json()
        assert (manifest["name"], manifest["start_url"]) == ("The Ladder", "/")
        assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}

    def test_names_icons_that_are_there_in_the_size_it_says(self, client, db):
        for icon in client.get("/manifest.webmanifest").json()["icons"]:
            path = Path(str(finders.find(icon["src"].removeprefix("/static/"))))
            if icon["type"] == "image/png":
                with Image.open(path) as picture:
                    assert f"{picture.width}x{picture.height}" == icon["sizes"]

    def test_has_an_icon_that_a_phone_may_cut_to_a_circle(self, client, db):
        icons = client.get("/manifest.webmanifest").json()["icons"]
        [whole] = [icon for icon in icons if icon.get("purpose") == "maskable"]
        with Image.open(str(finders.find(whole["src"].removeprefix("/static/")))) as picture:
            drawn = picture.convert("RGB")
        brick = drawn.getpixel((0, 0))
        # https://www.w3.org/TR/appmanifest/#icon-masks: a circle of four fifths is never cut.
        outside = [
            drawn.getpixel((x, y))
            for x in range(0, 512, 4)
            for y in range(0, 512, 4)
            if (x - 256) ** 2 + (y - 256) ** 2 > (512 * 0.4) ** 2
        ]
        assert set(outside) == {brick}
