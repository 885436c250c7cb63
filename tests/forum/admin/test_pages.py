"""The owner's pages, and the site's own words, in the admin."""

import pytest

from forum.models import Page, SiteIdentity
from harringay import html

pytestmark = pytest.mark.django_db

PAGES = "/admin/forum/page/"
IDENTITY = "/admin/forum/siteidentity/"


@pytest.fixture
def page() -> Page:
    page = Page(slug="picnic", title="Picnic")
    page.set_body("<p>Bring a rug.</p>")
    page.save()
    return page


class TestPages:
    def test_a_saved_text_is_cleaned(self, owner_client, page):
        body = "<p>Bring <script>x</script><b>two</b>.</p>"
        owner_client.post(f"{PAGES}{page.pk}/change/", {"title": "Picnic", "body": body})
        page.refresh_from_db()
        assert page.body == body
        assert page.body_html == "<p>Bring <b>two</b>.</p>"

    def test_a_new_page_gets_an_address(self, owner_client):
        owner_client.post(f"{PAGES}add/", {"title": "Street party", "body": "<p>Sunday.</p>"})
        assert Page.objects.get(slug="street-party").body_html == "<p>Sunday.</p>"

    def test_what_cannot_be_kept_comes_back_with_a_message(self, owner_client, page):
        body = "long " * 5_000
        answer = owner_client.post(f"{PAGES}{page.pk}/change/", {"title": "Picnic", "body": body})
        assert "Please shorten it" in answer.content.decode()
        assert body.strip() in answer.content.decode()
        page.refresh_from_db()
        assert page.body == "<p>Bring a rug.</p>"

    def test_none_is_deleted(self, owner_client, page):
        assert owner_client.post(f"{PAGES}{page.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_they_are_not_for_moderators(self, mo_client):
        assert mo_client.get(PAGES).status_code == 403


class TestSiteIdentity:
    FIELDS = {
        "name": "Harringay online",
        "tagline": "So good",
        "creator_name": "Orla",
        "about": "",
        "contact_email": "orla@example.org",
        "advertising": "<p>Keys cut<script>x</script></p>",
        "edit_minutes": "20",
    }

    def test_its_list_leads_to_the_one_row(self, owner_client):
        answer = owner_client.get(IDENTITY)
        assert answer["Location"] == f"{IDENTITY}1/change/"
        assert SiteIdentity.objects.count() == 1

    def test_the_advertising_is_cleaned(self, owner_client, owner):
        owner_client.get(IDENTITY)
        owner_client.post(f"{IDENTITY}1/change/", {**self.FIELDS, "creator": owner.pk})
        identity = SiteIdentity.current()
        assert identity.creator == owner
        assert identity.edit_minutes == 20
        assert identity.advertising == self.FIELDS["advertising"]
        assert identity.advertising_html == html.clean(identity.advertising)

    def test_the_advertising_is_called_so_and_fetches_nothing_from_elsewhere(
        self, owner_client, client
    ):
        owner_client.get(IDENTITY)
        ours = '<img src="/media/pictures/aaaaaaaaaaaaaaaaaaaaaa/640.webp" alt="Keys">'
        theirs = '<img src="https://ads.example/pixel.gif" alt="Keys">'
        link = '<a href="https://keys.example/">Keys cut</a>'
        fields = {**self.FIELDS, "advertising": f"<p>{ours}{theirs}{link}</p>"}
        owner_client.post(f"{IDENTITY}1/change/", fields)
        page = client.get("/").text
        shown = page.partition("Advertising</h2>")[2].partition("</section>")[0]
        assert ours in shown
        assert 'href="https://keys.example/"' in shown
        assert "ads.example" not in page

    def test_no_advertising_is_shown_where_there_is_none(self, client):
        assert "Advertising" not in client.get("/").text

    def test_advertising_that_cannot_be_kept_comes_back_with_a_message(self, owner_client):
        owner_client.get(IDENTITY)
        fields = {**self.FIELDS, "advertising": "long " * 5_000}
        answer = owner_client.post(f"{IDENTITY}1/change/", fields)
        assert "Please shorten it" in answer.content.decode()

    def test_only_staff_are_offered_as_its_creator(self, owner_client, asha, mo):
        owner_client.get(IDENTITY)
        page = owner_client.get(f"{IDENTITY}1/change/").content.decode()
        assert "Mo Tarrant" in page
        assert "Asha" not in page

    def test_there_is_never_a_second_one(self, owner_client):
        assert owner_client.get(f"{IDENTITY}add/").status_code == 403

    def test_it_is_not_for_moderators(self, mo_client):
        assert mo_client.get(IDENTITY).status_code == 403
