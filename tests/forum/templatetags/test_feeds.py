"""A feed reader finds a page's own feeds first."""

import re

import pytest
from django.utils import timezone

from forum.feeds import channels
from forum.templatetags import feeds
from members.models import Member
from tests.factories import make_category, make_discussion, make_edition
from tests.notifications.days import TUESDAY

LINK = re.compile(r'<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)">')


@pytest.fixture(autouse=True)
def _https(settings):
    settings.SITE_URL = "https://forum.example.org"


class TestFeedLinks:
    def test_names_the_whole_site_s_where_a_page_is_about_nothing_in_particular(self, db):
        names = [channel.name for channel, _addresses in feeds.feed_links()["feeds"]]
        assert names == ["discussions", "replies", "activity", "notifications:edition_feed"]

    def test_names_a_channel_first_that_a_page_is_about(self, db):
        found = feeds.feed_links(channels.activity())["feeds"]
        assert [channel.name for channel, _addresses in found] == ["activity", "discussions"]

    def test_names_that_one_of_the_site_s_first_which_has_what_the_page_has(self, db):
        names = [channel.name for channel, _addresses in feeds.feed_links("activity")["feeds"]]
        assert names == ["activity", "discussions", "replies", "notifications:edition_feed"]

    @pytest.mark.parametrize("kind", ["discussion", "category", "member", "tag"])
    def test_names_the_subject_s_own_first(self, db, kind):
        discussion = make_discussion(tags=["foxes"])
        subjects = {
            "discussion": discussion,
            "category": discussion.category,
            "member": discussion.author,
            "tag": discussion.tags.get(),
        }
        found = feeds.feed_links(subjects[kind])["feeds"]
        assert [channel.name for channel, _addresses in found] == [kind, "discussions"]


class TestFeedLinksOnAPage:
    def test_stand_in_the_head_in_three_formats(self, client, db):
        discussion = make_discussion(title="Foxes & badgers")
        page = client.get(discussion.get_absolute_url()).content.decode()
        assert LINK.findall(page.partition("</head>")[0])[:3] == [
            (
                media_type,
                f"Replies to Foxes &amp; badgers ({name})",
                f"https://forum.example.org/feeds/topics/{discussion.slug}.{extension}",
            )
            for media_type, name, extension in [
                ("application/rss+xml", "RSS", "rss"),
                ("application/atom+xml", "Atom", "atom"),
                ("application/feed+json", "JSON Feed", "json"),
            ]
        ]

    @pytest.mark.parametrize(
        ("page", "feed"),
        [
            ("/", "discussions"),
            ("/forum", "discussions"),
            ("/forum/categories", "discussions"),
            ("/forum/categories/wildlife", "categories/wildlife"),
            ("/forum/tags", "discussions"),
            ("/forum/tags/urban", "tags/urban"),
            ("/activity", "activity"),
            ("/editions", "editions"),
            ("/feeds", "discussions"),
            ("/profile/asha", "members/asha"),
            ("/profile/asha/replies", "members/asha"),
            ("/profile/asha/discussions", "members/asha"),
            ("/editions/2026-03-17", "editions"),
            ("/search?q=foxes", "search/foxes"),
            ("/search", "discussions"),
            ("/badges", "discussions"),
            ("/signup", "discussions"),
            ("/report", "discussions"),
        ],
    )
    def test_stand_on_every_page_that_has_a_feed_its_own_first(self, client, asha, page, feed):
        wildlife = make_category(slug="wildlife")
        make_edition(
            TUESDAY,
            make_discussion(title="Foxes", author=asha, category=wildlife, tags=["urban"]),
        )
        first = LINK.findall(client.get(page).text)[0]
        assert first[2] == f"https://forum.example.org/feeds/{feed}.rss"
        assert client.get(f"/feeds/{feed}.rss").status_code == 200

    def test_name_no_feed_of_somebody_who_has_left(self, client, asha):
        Member.objects.filter(pk=asha.pk).update(left_at=timezone.now())
        assert "/feeds/members/" not in client.get("/profile/asha").text
        assert "/feeds/members/" not in client.get("/profile/asha/replies").text
