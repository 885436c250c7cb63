"""The addresses an old object may have had."""

from datetime import UTC, datetime

import pytest

from forum.archive import converter, paths


def old(kind, title, *, year=2009, **values):
    around = datetime(year, 6, 1, tzinfo=UTC)
    return converter.discussion(kind, {"title": title} | values, around=around)


class TestOldPaths:
    def test_of_the_first_years_end_with_a_word_within_30(self):
        discussion = old("discussions", "HoL responsibilty to monitor posts and people")
        slug = "hol-responsibilty-to-monitor-posts-and-people"
        assert paths.old_paths(discussion, slug) == ["/forum/topics/hol-responsibilty-to-monitor"]

    def test_of_later_years_are_as_they_are(self):
        assert not paths.old_paths(old("discussions", "Bins", year=2014), "bins")

    @pytest.mark.parametrize(
        ("kind", "path"),
        [
            ("blogs", "/profiles/blogs/bins"),
            ("events", "/events/bins"),
            ("photos", "/photo/bins"),
            ("videos", "/video/bins"),
            ("notes", "/notes/bins"),
        ],
    )
    def test_have_the_numbers_of_their_own_section(self, kind, path):
        assert paths.old_paths(old(kind, "Bins"), "bins-7") == [path]

    def test_what_the_object_says_is_kept(self):
        discussion = old("discussions", "Bins", url="http://www.h.com/forum/topics/Old%20Bins?x=1")
        assert paths.old_paths(discussion, "bins") == ["/forum/topics/old bins"]
