"""A quarrel slows down where it is reported, and nothing else does (features.md, no. 10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import slowing
from forum.errors import SlowedDown
from forum.models import Discussion, Reply
from forum.moderation.kinds import Kind
from members import safeguarding
from members.models import Safeguards
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarrel(asha, ben):
    """Two who answer each other, just now."""
    discussion = make_discussion()
    for author in (asha, ben, asha):
        make_reply(discussion=discussion, author=author)
    return discussion


def report(*things, by=None, **more):
    """Each thing by a visitor of its own, or all by one member."""
    for nth, thing in enumerate(things):
        receive(thing.get_absolute_url(), by=by, network=f"203.0.113.{nth}", **more)


def reason_of(discussion):
    """Why it is slow now; empty where it is not."""
    fresh = Discussion.objects.get(pk=discussion.pk)
    return fresh.slow_reason if fresh.is_slow(timezone.now()) else ""


class TestReports:
    def test_by_three_people_slow_it_for_an_hour(self, quarrel, asha):
        first, second, _ = quarrel.replies.order_by("number")
        report(first, second)
        assert not reason_of(quarrel)
        report(first, second, quarrel)
        assert reason_of(quarrel) == slowing.REPORTED
        slow = Discussion.objects.select_related("category").get(pk=quarrel.pk)
        assert slow.is_slow(timezone.now() + timedelta(minutes=59))
        assert not slow.is_slow(timezone.now() + timedelta(hours=1))
        with pytest.raises(SlowedDown):
            make_reply(discussion=slow, author=asha)

    def test_are_told_of_on_its_page(self, quarrel, client):
        report(quarrel, quarrel, quarrel)
        page = client.get(quarrel.get_absolute_url()).text
        assert "because several neighbours have reported what is written here." in page
        assert "This ends by itself on <time" in page

    def test_by_one_person_are_one_however_many(self, quarrel, mo):
        report(*quarrel.replies.all(), quarrel, by=mo)
        assert not reason_of(quarrel)

    def test_that_were_taken_back_are_none(self, quarrel):
        report(quarrel, quarrel)
        quarrel.cases.get().reports.update(withdrawn_at=timezone.now())
        report(quarrel, quarrel)
        assert not reason_of(quarrel)

    @pytest.mark.parametrize("kind", [Kind.FRAUD, Kind.COPYRIGHT, Kind.TECH])
    def test_of_what_is_no_quarrel_slow_nothing(self, quarrel, kind):
        report(quarrel, quarrel, quarrel, quarrel, kind=kind)
        assert not reason_of(quarrel)

    def test_slow_nothing_where_nobody_answers_any_more(self, quarrel):
        Reply.objects.update(posted_at=timezone.now() - timedelta(hours=2))
        report(quarrel, quarrel, quarrel)
        assert not reason_of(quarrel)

    def test_leave_what_a_moderator_began(self, quarrel, mo):
        until = timezone.now() + timedelta(days=2)
        slowing.slow_down(quarrel, by=mo, minutes=30, until=until, reason="tempers are up")
        report(quarrel, quarrel, quarrel)
        assert reason_of(quarrel) == "tempers are up"

    def test_the_owner_chooses_how_many(self, quarrel):
        Safeguards.objects.create(pk=1, slow_reporters=4)
        report(quarrel, quarrel, quarrel)
        assert not reason_of(quarrel)
        report(quarrel, quarrel, quarrel, quarrel)
        assert reason_of(quarrel)

    def test_fewer_do_while_the_owner_is_away(self, quarrel, owner):
        until = timezone.localdate() + timedelta(days=3)
        safeguarding.go_away(until=until, by=owner)
        report(quarrel, quarrel)
        assert reason_of(quarrel) == slowing.REPORTED
        assert Safeguards.current().away_slowed_count == 1


class TestAFlameWar:
    def test_slows_its_own_discussion_and_no_other(self, asha, ben):
        war, walk = make_discussion(), make_discussion(title="Sunday walk")
        neighbours = [make_member() for _ in range(4)]
        for neighbour in neighbours:
            make_reply(discussion=walk, author=neighbour, body="I shall come.")
        refused = 0
        for blow in range(12):
            war.refresh_from_db()
            author = (asha, ben)[blow % 2]
            try:
                reply = make_reply(discussion=war, author=author, body=f"No, and no: {blow}.")
            except SlowedDown:
                refused += 1
                continue
            receive(reply.get_absolute_url(), network=f"198.51.100.{blow}")
        assert war.replies.count() == 3
        assert refused == 9
        assert reason_of(war) == slowing.REPORTED
        assert not reason_of(walk)
        make_reply(discussion=walk, author=neighbours[0], body="At ten?")
