"""A feed reader finds a page's own feeds first."""

import re

import pytest

from forum.feeds import channels
from forum.templatetags import feeds
from tests.factories import make_discussion

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
