"""Slow mode: by hand, or where replies come fast; said plainly, and over by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forum import slowing
from forum.errors import NotAllowed, SlowedDown
from forum.models import Discussion, Reply
from members import safeguarding
from members.models import Member, Safeguards
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return make_discussion(author=make_member(name="Wendy Green"))


def slow(discussion, by, **changes: Any) -> None:
    until = timezone.now() + timedelta(hours=1)
    told: dict[str, Any] = {
        "minutes": 5,
        "until": until,
        "reason": "this is getting heated",
    } | changes
    slowing.slow_down(discussion, by=by, **told)


def quarrel(discussion, *authors, rounds):
    """Replies in turn, until slow mode stops them; how many were posted."""
    posted = 0
    for _ in range(rounds):
        for author in authors:
            fresh = Discussion.objects.select_related("category").get(pk=discussion.pk)
            try:
                make_reply(discussion=fresh, author=author, body=f"No, and that is {posted}.")
            except SlowedDown:
                return posted
            posted += 1
    return posted


class TestByHand:
    def test_each_has_some_minutes_between_replies(self, discussion, asha, ben, mo):
        slow(discussion, mo)
        make_reply(discussion=discussion, author=asha)
        make_reply(discussion=discussion, author=ben)
        with pytest.raises(SlowedDown, match="You can reply to it again in 5 minutes"):
            make_reply(discussion=discussion, author=asha)

    def test_leaves_every_other_discussion_alone(self, discussion, asha, mo):
        slow(discussion, mo)
        elsewhere = make_discussion()
        for _ in range(3):
            make_reply(discussion=elsewhere, author=asha)
        assert elsewhere.replies.count() == 3

    def test_a_member_who_has_waited_may_reply(self, discussion, asha, mo):
        slow(discussion, mo)
        reply = make_reply(discussion=discussion, author=asha)
        Reply.objects.filter(pk=reply.pk).update(posted_at=timezone.now() - timedelta(minutes=5))
        make_reply(discussion=discussion, author=asha)
        assert discussion.replies.count() == 2

    def test_moderators_need_not_wait(self, discussion, mo):
        slow(discussion, mo)
        for _ in range(3):
            make_reply(discussion=discussion, author=mo)
        assert discussion.replies.count() == 3

    def test_ends_by_itself(self, discussion, asha, mo, client):
        slow(discussion, mo)
        past = timezone.now() - timedelta(seconds=1)
        Discussion.objects.filter(pk=discussion.pk).update(slow_until_at=past)
        discussion.refresh_from_db()
        for _ in range(2):
            make_reply(discussion=discussion, author=asha)
        assert "getting heated" not in client.get(discussion.get_absolute_url()).text

    def test_can_be_ended_before(self, discussion, asha, mo):
        slow(discussion, mo)
        slowing.speed_up(discussion, by=mo)
        for _ in range(2):
            make_reply(discussion=discussion, author=asha)
        assert discussion.replies.count() == 2

    def test_is_for_moderators_and_for_a_length_of_time(self, discussion, asha, mo):
        with pytest.raises(NotAllowed):
            slow(discussion, asha)
        with pytest.raises(NotAllowed):
            slow(discussion, mo, minutes=0)
        with pytest.raises(NotAllowed):
            slow(discussion, mo, until=timezone.now() + timedelta(days=31))

    def test_the_page_says_how_slow_why_and_until_when(self, discussion, mo, client):
        before = client.get(discussion.get_absolute_url()).text
        slow(discussion, mo, reason="<b>tempers</b> are up")
        page = client.get(discussion.get_absolute_url()).text
        assert "slow-mode" not in before
        assert "one reply every 5 minutes here, because &lt;b&gt;tempers&lt;/b&gt; are up." in page
        assert "This ends by itself on <time" in page

    def test_too_soon_is_said_with_the_text_still_there(self, discussion, asha_client, mo):
        address = f"{discussion.get_absolute_url()}/replies"
        asha_client.post(address, {"body": "One"})
        slow(discussion, mo)
        response = asha_client.post(address, {"body": "And another thing"})
        assert response.status_code == 429
        assert 240 < int(response["Retry-After"]) <= 300
        assert "You can reply to it again in 5 minutes" in response.text
        assert "And another thing</textarea>" in response.text

    def test_a_second_press_is_no_second_reply_and_no_refusal(self, discussion, asha_client, mo):
        slow(discussion, mo)
        form = {"body": "One", "submission": "7b0b5b3e-61a5-4b57-9d30-6ff5c21c0f6b"}
        address = f"{discussion.get_absolute_url()}/replies"
        assert {asha_client.post(address, form).status_code for _ in range(2)} == {302}
        assert Reply.objects.count() == 1


class TestByItself:
    def test_begins_where_replies_come_fast(self, discussion, asha, ben):
        assert quarrel(discussion, asha, ben, rounds=30) == 20
        discussion.refresh_from_db()
        assert discussion.slow_reason == slowing.FAST
        left = discussion.slow_until_at - timezone.now()
        assert timedelta(minutes=59) < left <= timedelta(minutes=60)
        assert discussion.slow_minutes == 2

    def test_begins_at_half_of_it_where_one_voice_has_most(self, discussion, asha, ben):
        others = [ben, make_member(name="Hugh")]
        quarrel(discussion, asha, others[0], asha, others[1], rounds=10)
        discussion.refresh_from_db()
        assert discussion.slow_reason == slowing.ONE_VOICE
        assert Reply.objects.count() == 10

    def test_leaves_a_quiet_discussion_alone(self, discussion, asha, ben):
        assert quarrel(discussion, asha, ben, rounds=9) == 18
        then = timezone.now() - timedelta(minutes=11)
        Reply.objects.update(posted_at=then)
        assert quarrel(discussion, asha, ben, rounds=4) == 8

    def test_asks_nothing_after_a_quiet_hour(self, discussion, asha, django_assert_num_queries):
        make_reply(discussion=discussion, author=asha)
        reply = make_reply(discussion=discussion, author=asha)
        reply.number = 50
        safeguards = Safeguards.current()
        for minutes, questions in ((61, 0), (59, 1)):
            quiet_since = reply.posted_at - timedelta(minutes=minutes)
            with django_assert_num_queries(questions):
                slowing.slow_if_hot(discussion, reply, safeguards, quiet_since=quiet_since)

    def test_hears_a_loud_voice_for_an_hour_though_it_is_slow(self, discussion, asha, ben):
        others = [ben, make_member(name="Hugh")]
        assert quarrel(discussion, asha, others[0], asha, others[1], rounds=2) == 8
        Reply.objects.update(posted_at=timezone.now() - timedelta(minutes=40))
        quarrel(discussion, asha, ben, rounds=1)
        discussion.refresh_from_db()
        assert discussion.slow_reason == slowing.ONE_VOICE

    def test_leaves_a_loud_voice_alone_that_took_a_day(self, discussion, asha, ben):
        others = [ben, make_member(name="Hugh")]
        quarrel(discussion, asha, others[0], asha, others[1], rounds=2)
        Reply.objects.update(posted_at=timezone.now() - timedelta(minutes=61))
        quarrel(discussion, asha, ben, rounds=1)
        discussion.refresh_from_db()
        assert not discussion.slow_reason

    def test_leaves_many_voices_alone_at_half_of_it(self, discussion):
        neighbours = [make_member() for _ in range(5)]
        assert quarrel(discussion, *neighbours, rounds=3) == 15

    def test_leaves_alone_whoever_talks_to_themselves(self, discussion, asha):
        assert quarrel(discussion, asha, rounds=25) == 25

    def test_the_owner_chooses_when(self, discussion, asha, ben):
        Safeguards.objects.create(pk=1, slow_replies=4, slow_minutes=7, slow_for_minutes=30)
        assert quarrel(discussion, asha, ben, rounds=5) == 4
        discussion.refresh_from_db()
        assert discussion.slow_minutes == 7

    def test_begins_sooner_while_the_owner_is_away(self, discussion, asha, ben, owner):
        Member.objects.filter(pk__in=[asha.pk, ben.pk]).update(reply_count=30)
        asha.refresh_from_db()
        ben.refresh_from_db()
        until = timezone.localdate() + timedelta(days=3)
        safeguarding.go_away(until=until, by=owner)
        assert quarrel(discussion, asha, ben, rounds=30) == 10
        assert Safeguards.current().away_slowed_count == 1

    def test_does_not_cut_short_what_a_moderator_began(self, discussion, asha, ben, mo):
        until = timezone.now() + timedelta(days=3)
        slow(discussion, mo, until=until)
        for nth in range(25):
            make_reply(discussion=discussion, author=make_member(name=f"N{nth}"), body=f"{nth}")
        discussion.refresh_from_db()
        assert discussion.slow_until_at == until
