"""Pages of replies: whole branches, none too long, and every reply on exactly one."""

import pytest
from django.db import transaction
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum import paging
from forum.models import Discussion, Reply, ReplyPage
from forum.models.reply import path_of
from members.models import Member
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db

# Which earlier reply each one answers: 0 is the discussion itself.
trees = st.lists(st.integers(0, 1_000), max_size=30).map(
    lambda wishes: [wish % (nth + 1) for nth, wish in enumerate(wishes)]
)
# One transaction is begun and undone for each example.
each_tree = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def discussion():
    return make_discussion()


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch):
    """Small enough for a small tree to need many."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    monkeypatch.setattr(paging, "PAGE_CAP", 5)


def answer(discussion: Discussion, parent: Reply | None, author: Member | None = None) -> Reply:
    """One more reply, without the rest of what posting does."""
    discussion.last_number += 1
    number = discussion.last_number
    return Reply.objects.create(
        discussion=discussion,
        author=author or discussion.author,
        parent=parent,
        number=number,
        path=path_of(number, parent.path if parent else ""),
    )


def grow(discussion: Discussion, tree: list[int], *, is_counted: bool = False) -> None:
    """Post a whole tree, making room each time; with the last page counted before, or not."""
    replies: list[Reply | None] = [None]
    for parent in tree:
        on_last_page = count_on_last_page(discussion) if is_counted else None
        reply = answer(discussion, replies[parent])
        paging.make_room(discussion, reply, on_last_page=on_last_page)
        assert reply.page_number == paging.number_of(Reply.objects.get(pk=reply.pk))
        replies.append(reply)


def count_on_last_page(discussion: Discussion) -> int:
    counted = paging.count_from(Value(discussion.pk), Value(discussion.page_count))
    (found,) = Discussion.objects.filter(pk=discussion.pk).values_list(counted, flat=True)
    return int(found)


def replies_on(discussion: Discussion, number: int) -> list[Reply]:
    return list(
        paging.replies_between(
            Value(discussion.pk),
            Value(number) if number > 1 else None,
            Value(number + 1) if number < discussion.page_count else None,
        )
    )


def pages_of(discussion: Discussion) -> list[list[Reply]]:
    return [replies_on(discussion, number + 1) for number in range(discussion.page_count)]


class TestMakeRoom:
    @each_tree
    @given(tree=trees, is_counted=st.booleans())
    def test_every_reply_is_on_one_page_and_no_page_is_past_the_cap(
        self, discussion, tree, is_counted
    ):
        with transaction.atomic():
            grow(discussion, tree, is_counted=is_counted)
            pages = pages_of(discussion)
            shown = [reply for page in pages for reply in page]
            assert shown == list(Reply.objects.in_discussion(discussion).tree_order())
            assert all(len(page) <= paging.PAGE_CAP for page in pages)
            assert paging.is_sound(discussion)
            transaction.set_rollback(True)
        discussion.refresh_from_db()

    @each_tree
    @given(tree=trees)
    def test_a_replys_number_leads_to_the_page_that_shows_it(self, discussion, tree):
        with transaction.atomic():
            grow(discussion, tree)
            for number, page in enumerate(pages_of(discussion), start=1):
                assert {paging.number_of(reply) for reply in page} <= {number}
            transaction.set_rollback(True)
        discussion.refresh_from_db()

    def test_a_new_branch_opens_a_page_once_the_last_is_full(self, discussion):
        grow(discussion, [0, 0, 0, 0])
        assert [len(page) for page in pages_of(discussion)] == [3, 1]

    def test_a_branch_on_a_page_with_room_asks_nothing(self, discussion, django_assert_num_queries):
        grow(discussion, [0] * 5)
        counted, reply = count_on_last_page(discussion), answer(discussion, None)
        with django_assert_num_queries(0):
            paging.make_room(discussion, reply, on_last_page=counted)
        assert (counted, reply.page_number) == (2, 2)

    def test_an_answer_stays_with_its_branch_until_the_cap(self, discussion):
        grow(discussion, [0, 0, 0, 1, 1])
        assert [len(page) for page in pages_of(discussion)] == [5]

    def test_a_branch_past_the_cap_goes_on_overleaf(self, discussion):
        grow(discussion, [0, 1, 1, 1, 1, 1])
        assert [len(page) for page in pages_of(discussion)] == [5, 1]

    def test_other_pages_begin_where_they_did(self, discussion):
        grow(discussion, [0] * 9)
        before = ReplyPage.objects.values_list("first_path", flat=True)
        first_paths = set(before)
        first = Reply.objects.get(number=1)
        for _ in range(4):
            paging.make_room(discussion, answer(discussion, first))
        assert first_paths < set(before.all())


class TestRepliesBetween:
    def test_a_page_is_one_query(self, discussion, django_assert_num_queries):
        grow(discussion, [0] * 9)
        for number in (1, 2, 3):
            with django_assert_num_queries(1):
                assert len(replies_on(discussion, number)) == 3


class TestRebuild:
    @each_tree
    @given(tree=trees)
    def test_covers_the_same_replies(self, discussion, tree):
        with transaction.atomic():
            grow(discussion, tree)
            before = [reply for page in pages_of(discussion) for reply in page]
            paging.rebuild(discussion)
            pages = pages_of(discussion)
            assert [reply for page in pages for reply in page] == before
            assert all(len(page) <= paging.PAGE_CAP for page in pages)
            assert paging.is_sound(discussion)
            transaction.set_rollback(True)
        discussion.refresh_from_db()

    def test_a_second_time_changes_nothing(self, discussion):
        grow(discussion, [0, 0, 1, 0, 2, 2, 2, 0, 0])
        paging.rebuild(discussion)
        pages = pages_of(discussion)
        paging.rebuild(discussion)
        assert pages_of(discussion) == pages


class TestIsSound:
    def test_a_discussion_that_nobody_answered_is(self, discussion):
        assert paging.is_sound(discussion)

    def test_a_missing_page_is_noticed(self, discussion):
        grow(discussion, [0] * 9)
        ReplyPage.objects.filter(number=2).delete()
        assert not paging.is_sound(discussion)

    def test_a_wrong_count_is_noticed(self, discussion):
        grow(discussion, [0] * 9)
        discussion.page_count = 2
        assert not paging.is_sound(discussion)

    def test_a_page_past_the_cap_is_noticed(self, discussion):
        for _ in range(6):
            answer(discussion, None)
        assert not paging.is_sound(discussion)

    def test_an_empty_page_is_noticed(self, discussion):
        ReplyPage.objects.create(discussion=discussion, number=2, first_path="0009")
        discussion.page_count = 2
        assert not paging.is_sound(discussion)
