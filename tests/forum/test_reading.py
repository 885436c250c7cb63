"""A discussion is found in one query; pages of its replies are shared by who may."""

import pytest

from forum import finding, hiding, reading
from members.models import VISITOR
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


def tags_at(slug):
    found = finding.find(slug, VISITOR)
    assert found
    return finding.tags_of(found)


class TestFind:
    def test_is_one_query_for_all_that_the_page_shows(self, django_assert_num_queries):
        make_discussion(title="Foxes", author=make_member(name="Asha"), tags=["wild life"])
        with django_assert_num_queries(1):
            found = finding.find("foxes", VISITOR)
            assert found
            shown = (found.title, found.author.name, finding.tags_of(found), found.category.slug)
            assert shown[:3] == ("Foxes", "Asha", [("wild life", "wild-life")])

    def test_finds_what_is_hidden_for_moderators_alone(self, mo, asha):
        hidden = make_discussion(title="Foxes")
        hiding.hide_discussion(hidden, by=mo)
        assert finding.find("foxes", mo) == hidden
        assert finding.find("foxes", asha) is None
        assert finding.find("foxes", VISITOR) is None


class TestPages:
    @pytest.mark.parametrize("page_of", [reading.page_in_tree_order, reading.page_in_time_order])
    def test_are_shared_by_those_who_read_under_the_same_version(
        self, page_of, django_assert_num_queries
    ):
        discussion = make_reply(body="Three of them").discussion
        for version, queries in (("7", 1), ("7", 0), ("8", 1), ("", 1), ("", 1)):
            with django_assert_num_queries(queries):
                page = page_of(discussion, 1, version=version)
            assert page
            assert "Three of them" in page.rows[0].reply.body_html

    def test_lead_each_reader_to_what_is_new_to_them_alone(self, asha, ben):
        reply = make_reply()
        first, second = (
            reading.page_in_tree_order(reply.discussion, 1, viewer=member, version="7")
            for member in (asha, ben)
        )
        assert first
        assert second
        reading.point_out(first, {reply.pk}, beyond="")
        assert (first.rows[0].is_new, second.rows[0].is_new) == (True, False)

    def test_are_one_and_the_same_for_visitors(self):
        discussion = make_reply().discussion
        first, second, later = (
            reading.page_in_tree_order(discussion, 1, version=version)
            for version in ("7", "7", "8")
        )
        assert first is second
        assert later is not first


class TestTagsOf:
    def test_names_each_in_the_order_of_the_alphabet(self):
        make_discussion(title="Foxes", tags=["wild life", "gardens", "night"])
        make_discussion(title="Bins", tags=["rubbish"])
        names = [name for name, _ in tags_at("foxes")]
        assert names == ["gardens", "night", "wild life"]

    def test_is_empty_without_tags(self):
        make_discussion(title="Foxes")
        assert tags_at("foxes") == []

    def test_gives_every_letter_as_it_is_written(self):
        names = ['"quoted"', "café", "R&D", "<b>"]
        make_discussion(title="Foxes", tags=names)
        assert sorted(name for name, _ in tags_at("foxes")) == sorted(names)
