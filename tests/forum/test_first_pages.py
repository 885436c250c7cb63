"""The texts with which the footer's pages begin."""

import re
from importlib import import_module

import pytest
from django.apps import apps

from forum.models import Page, SiteIdentity
from forum.moderation.models import SafetyDuties
from harringay import html
from members import retaining

first_pages = import_module("forum.migrations.0004_first_pages")

pytestmark = pytest.mark.django_db

SLUGS = sorted(first_pages.TITLES)


@pytest.fixture(autouse=True)
def _written():
    first_pages.write_pages(apps, None)


class TestWritePages:
    @pytest.mark.parametrize("slug", SLUGS)
    def test_each_text_is_clean(self, slug):
        page = Page.objects.get(slug=slug)
        assert page.body_html == html.clean(page.body)

    def test_what_the_owner_wrote_stays(self):
        Page.objects.filter(slug="terms").update(body="<p>Ours.</p>")
        first_pages.write_pages(apps, None)
        assert Page.objects.get(slug="terms").body == "<p>Ours.</p>"

    @pytest.mark.parametrize("slug", SLUGS)
    def test_says_which_cleaner_it_has_been_through(self, slug):
        assert Page.objects.get(slug=slug).html_version > 0


class TestReading:
    @pytest.mark.parametrize("slug", SLUGS)
    def test_each_has_its_page(self, client, slug):
        page = client.get(f"/{slug}").content.decode()
        assert f"<h1>{first_pages.TITLES[slug]}</h1>" in page

    def test_says_how_to_reach_the_owner(self, client):
        assert "mailto:" not in client.get("/contact").content.decode()
        SiteIdentity.objects.update_or_create(pk=1, defaults={"contact_email": "orla@example.org"})
        assert "mailto:orla@example.org" in client.get("/contact").content.decode()

    def test_says_of_all_that_is_forgotten_how_long_it_is_kept(self, client):
        page = client.get("/privacy").text
        told = re.findall(r'<th scope="row">(.+?)</th><td>(.+?)</td>', page)
        assert ("Accounts without a confirmed address", "7 days") in told
        assert ("Backups", "35 days") in told
        assert len(told) == len(retaining.RULES) + 1
        assert "Kept for" not in client.get("/terms").text

    def test_says_where_letters_reach_the_owner_and_the_ico_s_number(self, client):
        assert "By post" not in client.get("/contact").text
        SafetyDuties.objects.update_or_create(
            pk=1, defaults={"postal_address": "1 <Ladder>\nLondon N8", "ico_number": "ZA123456"}
        )

        page = client.get("/contact").text

        assert "1 &lt;Ladder&gt;<br>London N8" in page
        assert "under ZA123456" in page
