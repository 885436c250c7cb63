"""Renaming and merging tags."""

import pytest

from forum import tagging
from forum.errors import NotAllowed
from forum.models import Discussion, Tag
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db


def named(name: str) -> Tag:
    tag: Tag = Tag.objects.get(name=name)
    return tag


class TestRename:
    def test_may_change_capitals_only(self, mo):
        make_discussion(tags=["green lanes"])
        tagging.rename(named("green lanes"), to="Green Lanes", by=mo)
        assert named("Green Lanes").slug == "green-lanes"

    def test_is_refused_where_there_is_such_a_tag(self, mo):
        make_discussion(tags=["foxs", "foxes"])
        with pytest.raises(NotAllowed, match="merge"):
            tagging.rename(named("foxs"), to="FOXES", by=mo)

    def test_is_for_moderators(self, asha):
        make_discussion(tags=["foxs"])
        with pytest.raises(NotAllowed):
            tagging.rename(named("foxs"), to="foxes", by=asha)


class TestMerge:
    def test_puts_the_other_tag_on_what_bore_the_first(self, mo):
        one = make_discussion(tags=["foxs"])
        both = make_discussion(tags=["foxs", "foxes"])
        tagging.merge(named("foxs"), into=named("foxes"), by=mo)
        assert set(Discussion.objects.tagged(named("foxes"))) == {one, both}
        assert named("foxes").discussion_count == 2
        assert not Tag.objects.filter(name="foxs").exists()

    def test_into_itself_is_refused(self, mo):
        make_discussion(tags=["foxes"])
        with pytest.raises(NotAllowed):
            tagging.merge(named("foxes"), into=named("foxes"), by=mo)
        assert named("foxes")
