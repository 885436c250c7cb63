"""Which way a case may go: the model's table, and the database that holds everybody to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from forum.moderation.kinds import Kind
from forum.moderation.models import TURNS, Case, Part, State


def make_case() -> Case:
    case = Case(part=Part.PAGE, address="/about")
    case.set_kind(Kind.TECH, since=timezone.now())
    case.save()
    return case


class TestTurns(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(list(State)), max_size=12))
    def test_no_sequence_leads_where_the_table_does_not(self, wanted: list[State]):
        case, there = make_case(), State.RECEIVED
        Case.objects.filter(pk=case.pk).update(decided_at=timezone.now(), closed_at=timezone.now())

        for state in wanted:
            if state == there:
                continue
            try:
                with transaction.atomic():
                    case.turn(state)
            except IntegrityError:
                assert state not in TURNS[there]
            else:
                assert state in TURNS[there]
                there = state

        assert Case.objects.get(pk=case.pk).state == there


@pytest.mark.django_db
class TestTwoAtOnce:
    def test_whoever_read_an_older_case_turns_nothing(self):
        case = make_case()
        other = Case.objects.get(pk=case.pk)

        assert case.turn(State.TRIAGED)
        assert not other.turn(State.WITHDRAWN)
        assert Case.objects.get(pk=case.pk).state == State.TRIAGED


@pytest.mark.django_db
def test_no_case_is_closed_without_a_decision():
    case = make_case()

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            part=Part.PAGE, state=State.CLOSED, look_by=case.look_by, decide_by=case.decide_by
        )


@pytest.mark.django_db
def test_a_case_is_overdue_when_nobody_has_looked_in_time():
    case = make_case()

    assert list(Case.objects.overdue(case.look_by - timedelta(minutes=1))) == []
    assert list(Case.objects.overdue(case.look_by + timedelta(minutes=1))) == [case]
