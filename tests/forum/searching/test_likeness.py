"""Discussions like the one that is being written."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from forum import hiding, moving, searching, withdrawing
from forum.models import Discussion
from forum.searching.likeness import MOST_SIMILAR
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db


def titles(title, *, viewer=None):
    found = searching.similar(title, viewer=viewer or AnonymousUser())
    return [discussion.title for discussion in found]


class TestSimilar:
    def test_has_words_of_the_title_in_any_form(self):
        make_discussion(title="Foxes on Wightman Road")
        make_discussion(title="Bins")
        assert titles("A fox in my garden?") == ["Foxes on Wightman Road"]

    def test_is_likest_where_most_words_are_the_same(self):
        make_discussion(title="Green Lanes traffic")
        make_discussion(title="Foxes on Green Lanes")
        make_discussion(title="Green bins")
        assert titles("Foxes at Green Lanes")[0] == "Foxes on Green Lanes"

    def test_goes_by_titles_and_not_by_what_is_said(self):
        make_reply(discussion=make_discussion(title="Bins", body="Foxes!"), body="Foxes!")
        assert titles("Foxes") == []

    def test_is_never_more_than_five(self):
        for _ in range(MOST_SIMILAR + 2):
            make_discussion(title="Foxes")
        assert len(titles("Foxes")) == MOST_SIMILAR

    @pytest.mark.parametrize(
        "title", ["", "What is it about?", "&|!()*:'\\", '"', "-", "a b", "\0"]
    )
    def test_is_nothing_while_the_title_says_nothing(self, title, django_assert_num_queries):
        make_discussion(title="What is it about?")
        with django_assert_num_queries(0):
            assert titles(title) == []

    @pytest.mark.parametrize(
        "title",
        [
            "fox" * 4000,
            "fox OR NEAR(",
            'fox -"',
            "fox' | !x:A",
            "fox \0 \ue000a1",
            "l’été fox",
            "%s",
        ],
    )
    def test_can_be_asked_of_any_title(self, title):
        make_discussion(title="Fox")
        assert titles(title) in (["Fox"], [])

    def test_follows_a_change_of_title_at_once(self):
        discussion = make_discussion(title="Foxes")
        Discussion.objects.filter(pk=discussion.pk).update(title="Badgers")
        assert titles("Foxes") == []
        assert titles("Badgers") == ["Badgers"]

    def test_is_only_what_the_viewer_may_see(self, asha, mo):
        hiding.hide_discussion(make_discussion(title="Hidden foxes"), by=mo)
        withdrawing.withdraw_discussion(
            make_discussion(title="Withdrawn foxes", author=asha), by=asha
        )
        room = make_category(hidden_at=timezone.now())
        moving.move(make_discussion(title="Private foxes"), to=room, by=mo)
        assert titles("Foxes", viewer=asha) == []
        assert len(titles("Foxes", viewer=mo)) == 3

    def test_is_found_again_once_the_index_was_rebuilt(self):
        make_discussion(title="Foxes")
        searching.rebuild()
        assert titles("Foxes") == ["Foxes"]

    @pytest.mark.parametrize("found", [3, 30])
    def test_takes_the_same_few_queries(self, found, django_assert_max_num_queries):
        for _ in range(found):
            make_discussion(title="Foxes")
        # On PostgreSQL the test's own transaction takes a savepoint more.
        with django_assert_max_num_queries(4):
            titles("Foxes")
