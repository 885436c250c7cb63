"""Whoever posts again what was taken down, or is decided about again and again (safety L-23)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation import deciding, reporting
from forum.moderation.kinds import HANDLING, Kind, Priority
from forum.moderation.models import Action, Case, Decision, OfficialLetter
from tests.factories import make_reply
from tests.forum.moderation.reported import decide, make_case

pytestmark = pytest.mark.django_db

RUDE = "You are all crooks, every one of you."


@pytest.fixture
def taken_down(mo, asha) -> Decision:
    return decide(make_case(make_reply(author=asha, body=RUDE)), Action.HIDE, by=mo)


def report(reply) -> Case:
    """The case that a visitor's report of it opens."""
    statement = reporting.Statement(kind=Kind.RULES, words="It is rude, and it is here again.")
    (said,) = reporting.receive(statement, at=[reply.get_absolute_url()], by=reporting.Sender())
    return said.case


class TestAgain:
    def test_the_same_words_are_more_urgent_by_one(self, asha, taken_down):
        again = make_reply(author=asha, body=f"  {RUDE.upper()}!!")

        assert report(again).priority == HANDLING[Kind.RULES].priority - 1

    def test_other_words_are_not(self, asha, taken_down):
        assert report(make_reply(author=asha, body="I have seen two foxes.")).priority == 3

    def test_nor_are_they_by_somebody_else(self, ben, taken_down):
        assert report(make_reply(author=ben, body=RUDE)).priority == 3

    def test_nor_after_thirty_days(self, asha, taken_down):
        Decision.objects.update(made_at=timezone.now() - timedelta(days=30, minutes=1))

        assert report(make_reply(author=asha, body=RUDE)).priority == 3

    def test_nor_where_the_decision_was_undone(self, mo, asha, taken_down):
        deciding.undo(taken_down, by=mo)

        assert report(make_reply(author=asha, body=RUDE)).priority == 3


class TestAgainAndAgain:
    def decide_often(self, asha, mo, count, kind=Kind.HATE, action=Action.HIDE):
        for number in range(count):
            reply = make_reply(author=asha, body=f"Rude in another way, number {number}.")
            decide(make_case(reply, kind=kind), action, by=mo)

    def told(self):
        return OfficialLetter.objects.filter(key__startswith="again:")

    def test_the_owner_hears_of_the_third_grave_decision(self, asha, mo, owner):
        self.decide_often(asha, mo, 2)
        assert not self.told().exists()

        self.decide_often(asha, mo, 1)
        letter = self.told().get()
        assert letter.member == owner
        assert "Asha Ravindran" in letter.subject

    @pytest.mark.parametrize(
        ("kind", "action"), [(Kind.RULES, Action.HIDE), (Kind.HATE, Action.NOTHING)]
    )
    def test_but_not_of_small_ones_or_of_none(self, asha, mo, owner, kind, action):
        assert HANDLING[Kind.HATE].priority == Priority.HIGH
        self.decide_often(asha, mo, 3, kind=kind, action=action)

        assert not self.told().exists()

    def test_nor_where_one_was_undone(self, asha, mo, owner):
        self.decide_often(asha, mo, 2)
        deciding.undo(Decision.objects.latest("pk"), by=mo)
        self.decide_often(asha, mo, 1)

        assert not self.told().exists()

    def test_nor_of_what_is_long_over(self, asha, mo, owner):
        self.decide_often(asha, mo, 2)
        Decision.objects.update(made_at=timezone.now() - timedelta(days=91))
        self.decide_often(asha, mo, 1)

        assert not self.told().exists()
