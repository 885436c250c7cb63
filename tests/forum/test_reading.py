"""A discussion is found with all that its page shows of it, in one query."""

import pytest
from django.contrib.auth.models import AnonymousUser

from forum import hiding, reading
from tests.factories import make_discussion, make_member

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def tags_at(slug):
    found = reading.find(slug, VISITOR)
    assert found
    return reading.tags_of(found)


class TestFind:
    def test_is_one_query_for_all_that_the_page_shows(self, django_assert_num_queries):
        make_discussion(title="Foxes", author=make_member(name="Asha"), tags=["wild life"])
        with django_assert_num_queries(1):
            found = reading.find("foxes", VISITOR)
            assert found
            shown = (found.title, found.author.name, reading.tags_of(found), found.category.slug)
            assert shown[:3] == ("Foxes", "Asha", [("wild life", "wild-life")])

    def test_finds_what_is_hidden_for_moderators_alone(self, mo, asha):
        hidden = make_discussion(title="Foxes")
        hiding.hide_discussion(hidden, by=mo)
        assert reading.find("foxes", mo) == hidden
        assert reading.find("foxes", asha) is None
        assert reading.find("foxes", VISITOR) is None


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
