"""What waits for a moderator: nobody hears of it, until it is released."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import counting, hiding, holding, posting, withdrawing
from forum.errors import NotAllowed
from forum.models import Discussion, Event, Follow, Reply
from members import safeguarding
from members.models import Safeguards
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db

WAITS = "Waiting for a moderator to look at it. Nobody else can read it yet."


@pytest.fixture(autouse=True)
def _ice_is_a_held_word(db):
    Safeguards.objects.create(pk=1, held_words="ice rink")


@pytest.fixture
def discussion():
    return make_discussion(author=make_member(name="Wendy Green"))


def held_reply(discussion, author=None, **more):
    reply = make_reply(discussion=discussion, author=author, body="An ice rink!", **more)
    assert reply.is_held
    return reply


def held_discussion(author=None, **more):
    discussion = make_discussion(author=author, title="An ice rink", **more)
    assert discussion.is_held
    return discussion


class TestHeldReply:
    def test_counts_nowhere_and_moves_nothing(self, discussion, asha):
        before = Discussion.objects.get(pk=discussion.pk)
        held_reply(discussion, asha)
        after = Discussion.objects.get(pk=discussion.pk)
        asha.refresh_from_db()
        assert (after.reply_count, after.last_reply_by, asha.reply_count) == (0, None, 0)
        assert after.last_activity_at == before.last_activity_at
        assert Event.objects.filter(reply__isnull=False).count() == 0

    def test_keeps_its_number_from_the_next(self, discussion):
        held_reply(discussion)
        assert make_reply(discussion=discussion).number == 2

    def test_leaves_every_number_right(self, discussion):
        parent = make_reply(discussion=discussion)
        held_reply(discussion, parent=parent)
        parent.refresh_from_db()
        assert parent.answer_count == 0
        assert counting.recount() == 0

    def test_is_shown_to_its_author_with_a_line_that_says_so(self, discussion, asha, asha_client):
        held_reply(discussion, asha)
        page = asha_client.get(discussion.get_absolute_url()).text
        assert "An ice rink!" in page
        assert WAITS in page

    def test_is_on_nobody_else_s_page_not_even_as_a_gap(self, discussion, asha, client, ben_client):
        reply = held_reply(discussion, asha)
        for other in (client, ben_client):
            for order in ("thread", "time"):
                page = other.get(f"{discussion.get_absolute_url()}?order={order}").text
                assert "ice rink" not in page
                assert f"reply-{reply.pk}" not in page
            assert other.get(f"/forum/replies/{reply.pk}").status_code == 404

    def test_is_in_its_author_s_list_and_in_no_other_s(self, discussion, asha, asha_client, client):
        held_reply(discussion, asha)
        assert WAITS in asha_client.get("/profile/asha/replies").text
        assert "ice rink" not in client.get("/profile/asha/replies").text

    def test_its_author_is_told_that_it_waits(self, discussion, asha_client):
        address = f"{discussion.get_absolute_url()}/replies"
        page = asha_client.post(address, {"body": "An ice rink!"}, follow=True).text
        assert "A moderator looks at it first" in page
        assert "Your reply was posted" not in page

    def test_is_one_however_often_the_form_is_sent(self, discussion, asha_client):
        form = {"body": "An ice rink!", "submission": "7b0b5b3e-61a5-4b57-9d30-6ff5c21c0f6b"}
        for _ in range(2):
            asha_client.post(f"{discussion.get_absolute_url()}/replies", form)
        assert Reply.objects.held().count() == 1


class TestHeldDiscussion:
    def test_is_seen_by_its_author_alone(self, asha, asha_client, ben_client, client):
        discussion = held_discussion(asha)
        address = discussion.get_absolute_url()
        assert WAITS in asha_client.get(address).text
        assert {other.get(address).status_code for other in (ben_client, client)} == {404}
        assert "An ice rink" not in ben_client.get("/forum").text
        assert "Waiting for a moderator" in asha_client.get("/profile/asha/discussions").text

    def test_counts_nowhere(self, asha):
        discussion = held_discussion(asha, tags=["winter"])
        asha.refresh_from_db()
        discussion.category.refresh_from_db()
        assert (asha.discussion_count, discussion.category.discussion_count) == (0, 0)
        assert not Event.objects.exists()
        assert counting.recount() == 0


class TestRelease:
    def test_shows_a_reply_counts_it_and_tells_of_it_once(self, discussion, asha, mo, client):
        reply = held_reply(discussion, asha)
        for _ in range(2):
            holding.release(Reply.objects.get(pk=reply.pk), by=mo)
        discussion.refresh_from_db()
        asha.refresh_from_db()
        assert (discussion.reply_count, asha.reply_count) == (1, 1)
        assert discussion.last_reply_by == asha
        assert Event.objects.filter(reply=reply).count() == 1
        assert "An ice rink!" in client.get(discussion.get_absolute_url()).text
        assert counting.recount() == 0

    def test_dates_it_from_then_so_that_whoever_has_read_on_finds_it(self, discussion, asha, mo):
        reply = held_reply(discussion, asha)
        Reply.objects.filter(pk=reply.pk).update(posted_at=timezone.now().replace(year=2020))
        holding.release(Reply.objects.get(pk=reply.pk), by=mo)
        discussion.refresh_from_db()
        reply.refresh_from_db()
        event = Event.objects.get(reply=reply)
        assert discussion.last_activity_at == reply.posted_at == event.happened_at
        assert reply.posted_at.year != 2020

    def test_counts_an_answer_with_what_it_answers(self, discussion, mo):
        parent = make_reply(discussion=discussion)
        holding.release(held_reply(discussion, parent=parent), by=mo)
        parent.refresh_from_db()
        assert parent.answer_count == 1

    def test_shows_a_discussion_and_tells_of_it(self, asha, mo, client):
        discussion = held_discussion(asha, tags=["winter"])
        holding.release(discussion, by=mo)
        asha.refresh_from_db()
        assert asha.discussion_count == discussion.tags.get().discussion_count == 1
        assert "An ice rink" in client.get("/forum").text
        assert Event.objects.get().discussion == discussion
        assert counting.recount() == 0

    def test_its_author_still_follows_it(self, asha, mo):
        holding.release(held_discussion(asha), by=mo)
        assert Follow.objects.filter(member=asha).count() == 1

    def test_is_for_moderators_only(self, discussion, asha):
        with pytest.raises(NotAllowed):
            holding.release(held_reply(discussion, asha), by=asha)

    def test_leaves_what_a_moderator_has_hidden_where_it_is(self, discussion, mo):
        reply = make_reply(discussion=discussion)
        hiding.hide_reply(reply, by=mo)
        holding.release(reply, by=mo)
        reply.refresh_from_db()
        assert reply.is_hidden


class TestRefuse:
    def test_is_hiding_and_it_waits_no_longer(self, discussion, asha, mo):
        reply = held_reply(discussion, asha)
        hiding.hide_reply(reply, by=mo, reason="An advertisement")
        reply.refresh_from_db()
        assert (reply.is_held, reply.hidden_reason) == (False, "An advertisement")
        assert not Reply.objects.held().exists()
        assert not Event.objects.filter(reply=reply).exists()
        assert counting.recount() == 0

    def test_restoring_what_waits_would_tell_nobody_of_it(self, discussion, mo):
        with pytest.raises(NotAllowed):
            hiding.restore_reply(held_reply(discussion), by=mo)


class TestWithdraw:
    def test_its_author_may_take_back_what_waits(self, discussion, asha, asha_client):
        reply = held_reply(discussion, asha)
        asha_client.post(f"/forum/replies/{reply.pk}/withdraw")
        assert not Reply.objects.held().exists()
        assert "ice rink" not in asha_client.get(discussion.get_absolute_url()).text

    def test_what_was_taken_back_is_released_no_more(self, discussion, asha, mo):
        reply = held_reply(discussion, asha)
        withdrawing.withdraw_reply(reply, by=asha)
        holding.release(reply, by=mo)
        assert not Event.objects.filter(reply=reply).exists()


class TestHeldWhileAway:
    def test_is_counted_for_the_owner(self, discussion, owner):
        newcomer = make_member(joined_at=timezone.now())
        until = timezone.localdate() + timedelta(days=2)
        safeguarding.go_away(until=until, by=owner)
        reply = posting.post_reply(discussion=discussion, author=newcomer, body="Hello all")
        assert reply.is_held
        assert Safeguards.current().away_held_count == 1
