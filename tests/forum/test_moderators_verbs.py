"""What moderators do to discussions and replies, and nobody else."""

import pytest
from django.utils import timezone

from forum import closing, featuring, hiding, moving, permissions, pinning
from forum.errors import NotAllowed
from forum.models import Category, Discussion, Event, EventKind, Reply
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db


class TestHide:
    def test_takes_a_reply_out_of_every_number_and_restore_puts_it_back(self, mo):
        reply = make_reply()
        discussion, author = reply.discussion, reply.author

        hiding.hide_reply(reply, by=mo, reason="Spam")
        discussion.refresh_from_db()
        author.refresh_from_db()
        assert (discussion.reply_count, author.reply_count) == (0, 0)
        assert discussion.last_activity_at == discussion.started_at

        hiding.restore_reply(reply, by=mo)
        discussion.refresh_from_db()
        author.refresh_from_db()
        assert (discussion.reply_count, author.reply_count) == (1, 1)
        assert discussion.last_activity_at == reply.posted_at

    def test_takes_a_discussion_out_of_its_category_and_tags(self, mo):
        discussion = make_discussion(tags=["foxes"])
        hiding.hide_discussion(discussion, by=mo)
        assert discussion.tags.get().discussion_count == 0
        discussion.category.refresh_from_db()
        assert discussion.category.discussion_count == 0

    def test_takes_the_replies_of_a_hidden_discussion_with_it(self, asha, mo):
        reply = make_reply()
        hiding.hide_discussion(reply.discussion, by=mo)
        assert not Reply.objects.visible_to(asha).exists()
        assert not Event.objects.visible_to(asha).exists()
        assert Reply.objects.visible_to(mo).exists()

    def test_twice_keeps_the_first_moment(self, mo):
        discussion = make_discussion()
        hiding.hide_discussion(discussion, by=mo)
        first = discussion.hidden_at
        hiding.hide_discussion(discussion, by=mo)
        assert discussion.hidden_at == first


class TestMove:
    def test_moves_the_counts_with_it(self, mo):
        former, new = make_category(), make_category()
        discussion = make_discussion(category=former)
        moving.move(discussion, to=new, by=mo)
        former.refresh_from_db()
        new.refresh_from_db()
        assert (former.discussion_count, new.discussion_count) == (0, 1)


class TestFeature:
    def test_is_told_of_once(self, mo):
        discussion = make_discussion()
        for _ in range(2):
            featuring.feature(discussion, by=mo)
        assert Event.objects.filter(kind=EventKind.DISCUSSION_FEATURED).count() == 1
        featuring.unfeature(discussion, by=mo)
        assert not Discussion.objects.featured().exists()


class TestNeighbours:
    @pytest.mark.parametrize(
        "verb",
        [
            hiding.hide_discussion,
            hiding.restore_discussion,
            closing.close,
            closing.reopen,
            pinning.pin,
            pinning.unpin,
            featuring.feature,
            featuring.unfeature,
        ],
    )
    def test_can_do_none_of_it(self, asha, verb):
        discussion = make_discussion(author=asha)
        with pytest.raises(NotAllowed):
            verb(discussion, by=asha)

    def test_cannot_move_a_discussion(self, asha):
        with pytest.raises(NotAllowed):
            moving.move(make_discussion(author=asha), to=make_category(), by=asha)


class TestPrivateCategory:
    def test_keeps_what_is_in_it_from_neighbours(self, asha, mo):
        reply = make_reply()
        Category.objects.update(hidden_at=timezone.now())
        for model in (Discussion, Reply, Event):
            assert not model.objects.visible_to(asha).exists()
            assert model.objects.visible_to(mo).exists()
        reply.discussion.category.refresh_from_db()
        assert not permissions.can_reply(asha, reply.discussion)
