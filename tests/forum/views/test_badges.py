"""Badges on other people's pages: what they say, who may show them, and what never shows."""

import xml.etree.ElementTree as ET
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from forum import hiding, withdrawing
from forum.models import Discussion, Page
from members import suspending
from members.models import Member
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db

BADGES = ["/badges/network", "/badges/members/asha"]
IMAGES = [f"{badge}.svg" for badge in BADGES]


@pytest.fixture
def foxes(asha):
    discussion = make_discussion(title="Foxes on the roof", author=asha)
    make_reply(discussion=discussion)
    return discussion


class TestBadge:
    @pytest.mark.parametrize("address", BADGES + IMAGES)
    def test_shows_the_newest_discussions_and_how_many_there_are(self, client, foxes, address):
        badge = client.get(address).text
        assert "Foxes on the roof" in badge
        assert "1 reply" in badge
        assert "1 discussion" in badge

    def test_of_the_site_counts_everybody_who_is_here(self, client, foxes):
        make_member(is_active=False)
        make_member(left_at=timezone.now())
        assert "2 members · 1 discussion · 1 reply" in client.get("/badges/network").text

    def test_of_a_member_shows_what_they_began_and_not_what_others_did(self, client, foxes, ben):
        assert "Foxes" not in client.get("/badges/members/ben").text

    @pytest.mark.parametrize("address", BADGES + IMAGES)
    def test_never_shows_what_is_hidden(self, client, asha, owner, address):
        attic = make_category(hidden_at=timezone.now())
        for title in ("Hidden foxes", "Withdrawn foxes"):
            make_discussion(title=title, author=asha)
        make_discussion(title="Foxes in the attic", author=asha, category=attic)
        hidden, withdrawn = asha.discussions.order_by("pk")[:2]
        hiding.hide_discussion(hidden, by=owner)
        withdrawing.withdraw_discussion(withdrawn, by=asha)
        assert "foxes" not in client.get(address).text.lower()

    @pytest.mark.parametrize("address", BADGES + IMAGES)
    def test_of_somebody_signed_in_is_everybody_s(self, client, asha_client, foxes, address):
        own = asha_client.get(address)
        assert own.content == client.get(address).content
        assert own["Vary"] == "Accept-Encoding"
        assert not own.cookies

    @pytest.mark.parametrize("address", BADGES + IMAGES)
    def test_that_is_known_is_not_sent_again(self, client, foxes, address):
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304

    @pytest.mark.parametrize("address", BADGES + IMAGES)
    def test_takes_few_queries_whatever_there_is(
        self, client, asha, address, django_assert_max_num_queries
    ):
        for _ in range(6):
            make_discussion(author=asha)
        with django_assert_max_num_queries(4):
            client.get(address)


class TestBadgeOfMember:
    @pytest.mark.parametrize("ending", ["", ".svg"])
    def test_is_at_one_address(self, client, asha, ending):
        answer = client.get(f"/badges/members/Asha{ending}")
        assert (answer.status_code, answer["Location"]) == (301, f"/badges/members/asha{ending}")

    @pytest.mark.parametrize("ending", ["", ".svg"])
    def test_ends_when_they_go_or_are_kept_out(self, client, asha, ben, owner, ending):
        Member.objects.filter(pk=asha.pk).update(left_at=timezone.now())
        suspending.ban(ben, by=owner)
        for address in ("asha", "ben", "nobody"):
            assert client.get(f"/badges/members/{address}{ending}").status_code == 404


class TestFraming:
    @pytest.mark.parametrize("address", BADGES + IMAGES)
    def test_is_allowed_to_everybody_for_a_badge(self, client, foxes, address):
        badge = client.get(address)
        assert "frame-ancestors *" in badge["Content-Security-Policy"]
        assert "X-Frame-Options" not in badge.headers
        assert badge["Cross-Origin-Resource-Policy"] == "cross-origin"

    @pytest.mark.parametrize("address", ["/badges", "/", "/feeds", "/badges/members/nobody"])
    def test_is_allowed_to_nobody_for_any_other_page(self, client, address):
        page = client.get(address)
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


class TestPicture:
    def test_is_a_drawing_that_can_be_read_aloud(self, client, asha):
        picture = client.get("/badges/members/asha.svg")
        assert picture["Content-Type"] == "image/svg+xml; charset=utf-8"
        drawing = ET.fromstring(picture.content)
        title = drawing.findtext("{http://www.w3.org/2000/svg}title")
        assert title == f"Asha Ravindran: A member of Harringay online since {asha.joined_at:%Y}"

    def test_takes_no_name_for_markup(self, client, asha):
        Member.objects.filter(pk=asha.pk).update(name='</text><script>"&')
        make_discussion(author=asha)
        Discussion.objects.update(title="<b>Foxes</b> & \x0b badgers")
        ET.fromstring(client.get("/badges/members/asha.svg").content)

    def test_cuts_what_is_too_long_for_it(self, client):
        make_discussion(title="Foxes " * 30)
        assert "Foxes Foxes Foxes Foxes Foxes Foxes F…" in client.get("/badges/network.svg").text


class TestIndex:
    def test_has_what_to_copy(self, client, settings):
        settings.SITE_URL = "https://forum.example.org"
        page = client.get("/badges").text
        assert "&lt;iframe src=&quot;https://forum.example.org/badges/network&quot;" in page
        assert "&lt;img src=&quot;https://forum.example.org/badges/network.svg&quot;" in page

    def test_has_a_member_s_own(self, client, asha_client):
        assert "/badges/members/asha.svg" in asha_client.get("/badges").text
        assert "/badges/members/" not in client.get("/badges").text

    def test_shows_a_badge_in_a_frame_of_its_own(self, client):
        assert "frame-src 'self'" in client.get("/badges")["Content-Security-Policy"]

    def test_is_where_the_old_site_s_page_of_badges_leads(self, client):
        assert client.get("/main/embeddable/list")["Location"] == "/badges"


class TestThePageThatWasThere:
    migration = import_module("forum.migrations.0017_badges_page")
    words = migration.TEXT.read_text(encoding="utf-8").strip()

    def test_goes_with_the_words_that_we_gave_it(self):
        Page.objects.create(slug="badges", title="Badges", body=self.words)
        self.migration.remove_page(apps, None)
        assert not Page.objects.filter(slug="badges").exists()

    def test_stays_with_the_words_of_the_owner(self, client):
        page = Page(slug="badges", title="Badges")
        page.set_body("<p>Ours are of brass.</p>")
        page.save()
        self.migration.remove_page(apps, None)
        assert "Ours are of brass." in client.get("/page/badges").text
