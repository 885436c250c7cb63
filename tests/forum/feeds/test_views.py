"""Feeds as readers ask for them: the headers, the one address, the refusals."""

import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest
from django.test import Client

from forum import hiding, withdrawing
from forum.feeds.sources import Sources
from forum.models import Category, LegacyAddress
from tests.factories import make_category, make_discussion, make_reply

EXTENSIONS = ["rss", "atom", "json"]
MEDIA_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@pytest.fixture
def broken_feed(monkeypatch):
    def fail(*_about: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(Sources, "ask", fail)


class TestServe:
    @pytest.mark.parametrize("extension", EXTENSIONS)
    def test_says_what_it_is_and_how_long_it_keeps(self, client, db, extension):
        answer = client.get(f"/feeds/discussions.{extension}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == MEDIA_TYPES[extension]
        assert answer["Cache-Control"] == "public, max-age=900, stale-while-revalidate=60"

    @pytest.mark.parametrize(
        "address",
        [
            "discussions",
            "replies",
            "activity",
            "categories/wildlife",
            "tags/foxes",
            "members/asha",
            "topics/foxes-on-wightman-road",
        ],
    )
    @pytest.mark.parametrize("extension", EXTENSIONS)
    def test_answers_at_every_address(self, client, asha, address, extension):
        category = make_category(slug="wildlife")
        make_reply(discussion=make_discussion(author=asha, category=category, tags=["foxes"]))
        assert client.get(f"/feeds/{address}.{extension}").status_code == 200

    def test_looks_at_nobody_s_cookies(self, asha_client, client):
        make_discussion()
        signed_in = asha_client.get("/feeds/discussions.rss")
        assert signed_in.content == client.get("/feeds/discussions.rss").content
        assert signed_in["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in signed_in.headers
        assert not signed_in.cookies

    def test_does_not_show_a_moderator_more(self, mo_client, mo):
        make_category(slug="attic", hidden_at=mo.joined_at)
        assert mo_client.get("/feeds/categories/attic.rss").status_code == 404

    def test_never_repeats_the_host_of_the_request(self, client, db, settings):
        settings.SITE_URL = "https://forum.example.org"
        settings.ALLOWED_HOSTS = ["evil.example.com"]
        make_discussion()
        answer = client.get(
            "/feeds/discussions.atom",
            headers={"host": "evil.example.com", "x-forwarded-proto": "http"},
        )
        assert b"https://forum.example.org/feeds/discussions.atom" in answer.content
        assert b"evil" not in answer.content

    def test_answers_a_known_tag_with_its_headers_and_no_body(self, client, db):
        full = client.get("/feeds/discussions.rss")
        known = client.get("/feeds/discussions.rss", headers={"if-none-match": full["ETag"]})
        assert (known.status_code, known.content) == (304, b"")
        for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
            assert known[name] == full[name]

    def test_answers_head_with_the_headers_of_get(self, client, db):
        full, head = (ask("/feeds/discussions.rss") for ask in (client.get, client.head))
        assert head.content == b""
        assert head.headers == full.headers

    def test_leads_from_an_old_slug_to_the_new_one(self, client, db):
        discussion = make_discussion()
        LegacyAddress.objects.create(path="/forum/topics/fox-es", discussion=discussion)
        answer = client.get("/feeds/topics/fox-es.atom")
        assert answer.status_code == 301
        assert answer["Location"].endswith(f"/feeds/topics/{discussion.slug}.atom")

    def test_leads_to_the_member_s_own_spelling(self, client, asha):
        answer = client.get("/feeds/members/ASHA.rss")
        assert answer.status_code == 301
        assert answer["Location"].endswith("/feeds/members/asha.rss")

    @pytest.mark.parametrize("slug", ["844301:Topic:61811", "a.rss", "50% off", "größe", "a+b"])
    def test_answers_at_odd_slugs_without_a_redirect(self, client, db, slug):
        make_category(slug=slug)
        assert client.get(f"/feeds/categories/{quote(slug)}.rss").status_code == 200

    @pytest.mark.parametrize("extension", EXTENSIONS)
    @pytest.mark.parametrize("slug", ["foxes", "fox-es"])
    def test_has_ended_for_a_discussion_that_was_taken_back(self, client, asha, extension, slug):
        discussion = make_discussion(title="Foxes", author=asha)
        LegacyAddress.objects.create(path="/forum/topics/fox-es", discussion=discussion)
        withdrawing.withdraw_discussion(discussion, by=asha)
        answer = client.get(f"/feeds/topics/{slug}.{extension}")
        assert answer.status_code == 410
        assert answer["Content-Type"] == "text/plain; charset=utf-8"

    def test_goes_on_for_one_that_was_taken_back_after_an_answer(self, client, asha):
        discussion = make_discussion(title="Foxes", author=asha)
        make_reply(discussion=discussion)
        withdrawing.withdraw_discussion(discussion, by=asha)
        assert client.get("/feeds/topics/foxes.rss").status_code == 200

    def test_of_a_hidden_discussion_is_not_found_and_comes_back(self, client, asha, mo):
        discussion = make_discussion(title="Foxes", author=asha)
        hiding.hide_discussion(discussion, by=mo)
        assert client.get("/feeds/topics/foxes.rss").status_code == 404
        hiding.restore_discussion(discussion, by=mo)
        assert client.get("/feeds/topics/foxes.rss").status_code == 200

    def test_stays_where_it_is_when_a_category_is_renamed(self, client, db):
        category = make_category(name="Pets", slug="pets")
        make_discussion(category=category)
        before = client.get("/feeds/categories/pets.json").json()
        Category.objects.update(name="Animals")
        after = client.get("/feeds/categories/pets.json").json()
        assert after["title"].endswith("Animals")
        assert [each["id"] for each in after["items"]] == [each["id"] for each in before["items"]]

    @pytest.mark.parametrize(
        "address",
        [
            "topics/never-was.rss",
            "discussions.xml",
            "tags/none.json",
            "members/x.atom",
            "categories/%00.rss",
            "categories/.rss",
        ],
    )
    def test_refuses_in_plain_text(self, client, db, address):
        answer = client.get(f"/feeds/{address}")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "text/plain; charset=utf-8"

    def test_fails_in_plain_text(self, client, db, broken_feed, caplog):
        answer = client.get("/feeds/discussions.rss")
        assert answer.status_code == 500
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "went away" in caplog.text

    def test_takes_no_post(self, db):
        assert Client().post("/feeds/discussions.rss").status_code == 405


class TestSubscriptions:
    def test_list_every_category_for_a_reader_to_take(self, client, db, settings):
        make_category(name="Cats & dogs", slug="pets")
        answer = client.get("/feeds/all.opml")
        document = ET.fromstring(answer.content)
        assert (document.tag, document.get("version")) == ("opml", "2.0")
        assert document.findtext("head/title")
        (outline,) = document.findall("body/outline")
        assert answer["Content-Type"] == "text/x-opml; charset=utf-8"
        assert outline.attrib == {
            "type": "rss",
            "text": "Cats & dogs",
            "title": "Cats & dogs",
            "xmlUrl": f"{settings.SITE_URL}/feeds/categories/pets.rss",
            "htmlUrl": f"{settings.SITE_URL}/forum/categories/pets",
        }


class TestIndex:
    def test_offers_each_feed_in_each_format(self, client, db, settings):
        make_category(name="Wildlife", slug="wildlife")
        page = client.get("/feeds").content.decode()
        for name in ("discussions", "replies", "activity", "categories/wildlife"):
            for extension in EXTENSIONS:
                assert f'href="{settings.SITE_URL}/feeds/{name}.{extension}"' in page
