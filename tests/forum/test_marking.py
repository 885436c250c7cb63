"""How far a member has read, and what is new to them since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding, marking, withdrawing
from forum.models import CategoryReadMark, Discussion, ReadMark, Reply
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


def as_seen_by(member, discussion):
    return Discussion.objects.with_unread_for(member).get(pk=discussion.pk)


def read(member, discussion, *shown):
    return marking.read_page(
        as_seen_by(member, discussion), [reply.pk for reply in shown], member=member
    )


def is_unread(member, discussion):
    listed = Discussion.objects.unread_by(member).filter(pk=discussion.pk).exists()
    assert listed == as_seen_by(member, discussion).is_unread
    return listed


class TestUnread:
    def test_is_what_came_after_the_mark(self, asha):
        discussion = make_discussion()
        assert is_unread(asha, discussion)
        read(asha, discussion)
        assert not is_unread(asha, discussion)
        make_reply(discussion=discussion)
        assert is_unread(asha, discussion)

    def test_is_nothing_from_before_forty_days(self, asha):
        discussion = make_discussion()
        Discussion.objects.update(last_activity_at=timezone.now() - timedelta(days=41))
        assert not is_unread(asha, discussion)

    def test_is_nothing_from_before_they_joined(self):
        discussion = make_discussion()
        assert not is_unread(make_member(joined_at=timezone.now()), discussion)

    def test_is_for_each_member_apart(self, asha, ben):
        discussion = make_discussion()
        read(asha, discussion)
        assert is_unread(ben, discussion)

    def test_is_no_reply_of_their_own_nor_one_taken_down(self, asha, mo):
        discussion = make_discussion()
        own, hidden, withdrawn = (make_reply(discussion=discussion, author=asha) for _ in "123")
        Reply.objects.exclude(pk=own.pk).update(author=mo)
        hiding.hide_reply(hidden, by=mo)
        withdrawn.refresh_from_db()
        withdrawing.withdraw_reply(withdrawn, by=mo)
        assert read(asha, discussion, own) is None
        assert not is_unread(asha, discussion)


class TestReadPage:
    @pytest.fixture
    def discussion(self, asha):
        """Asha has read the opening post."""
        discussion = make_discussion()
        read(asha, discussion)
        return discussion

    def test_tells_what_is_new_here_and_elsewhere(self, asha, discussion):
        here, there = make_reply(discussion=discussion), make_reply(discussion=discussion)
        news = read(asha, discussion, here)
        assert (news.count, news.new_ids, news.first_elsewhere) == (2, {here.pk}, there)
        assert news.since == discussion.started_at

    def test_leaves_what_is_on_another_page_for_later(self, asha, discussion):
        shown, unseen = make_reply(discussion=discussion), make_reply(discussion=discussion)
        read(asha, discussion, shown)
        seen = as_seen_by(asha, discussion)
        assert seen.unread_since == shown.posted_at
        assert marking.first_unread(seen, member=asha) == unseen

    def test_passes_over_nothing_that_came_before_what_was_shown(self, asha, discussion):
        unseen, shown = make_reply(discussion=discussion), make_reply(discussion=discussion)
        read(asha, discussion, shown)
        assert marking.first_unread(as_seen_by(asha, discussion), member=asha) == unseen
        read(asha, discussion, unseen)
        read(asha, discussion, shown)
        assert not is_unread(asha, discussion)

    def test_counts_to_a_hundred(self, asha, discussion, monkeypatch):
        monkeypatch.setattr(marking, "MOST_COUNTED", 2)
        for _ in range(3):
            make_reply(discussion=discussion)
        news = read(asha, discussion)
        assert (news.count, news.is_all_counted) == (2, False)

    def test_asks_once_and_writes_once_and_neither_where_nothing_is_new(
        self, asha, discussion, django_assert_num_queries
    ):
        reply = make_reply(discussion=discussion)
        for queries in (2, 0):
            seen = as_seen_by(asha, discussion)
            with django_assert_num_queries(queries):
                marking.read_page(seen, [reply.pk], member=asha)
        assert ReadMark.objects.count() == 1


class TestMarkAllRead:
    def test_leaves_nothing_new_but_what_comes_after(self, asha):
        before = [make_discussion(), make_discussion()]
        marking.mark_all_read(asha, read_at=timezone.now())
        after = make_discussion(category=before[0].category)
        assert list(Discussion.objects.unread_by(asha)) == [after]

    def test_keeps_a_mark_for_a_category_and_none_for_a_discussion(self, asha):
        discussion = make_discussion()
        read(asha, discussion)
        marking.mark_all_read(asha, read_at=timezone.now())
        assert not ReadMark.objects.exists()
        assert CategoryReadMark.objects.get().category == discussion.category

    def test_moves_no_mark_back(self, asha):
        make_category()
        now = timezone.now()
        marking.mark_all_read(asha, read_at=now)
        marking.mark_all_read(asha, read_at=now - timedelta(days=1))
        assert CategoryReadMark.objects.get().read_at == now


class TestForgetOldMarks:
    def test_forgets_those_that_say_nothing_any_more(self, asha):
        discussion = make_discussion()
        read(asha, discussion)
        marking.mark_all_read(asha, read_at=timezone.now() - timedelta(days=41))
        marking.forget_old_marks()
        assert not CategoryReadMark.objects.exists()
        assert ReadMark.objects.get().discussion == discussion
