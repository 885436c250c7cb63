"""What buttons say before they are pressed."""

import pytest

from forum.moderation import foretelling
from forum.moderation.kinds import Kind
from forum.moderation.models import Action
from tests.factories import make_discussion, make_reply
from tests.forum.moderation.reported import add_report, make_case

pytestmark = pytest.mark.django_db


def effects(case) -> dict[Action, str]:
    steps = foretelling.steps(case, case.reports.all())
    return {step.action: step.effect for step in steps if not step.is_of_spam}


def test_every_action_has_a_button_and_a_word_for_its_being_done():
    buttons = foretelling.LABELS.keys() | {Action.HIDE}
    assert buttons == foretelling.DONE.keys() == set(Action) - {Action.EDIT}


def test_a_discussion_takes_its_replies_with_it():
    discussion = make_discussion()
    make_reply(discussion=discussion)
    make_reply(discussion=discussion)

    assert "Hides 1 discussion and its 2 replies." in effects(make_case(discussion))[Action.HIDE]


def test_each_who_is_told_is_counted_once(ben):
    case = make_case(make_reply(), reports=0)
    for _ in range(2):
        add_report(case, reporter=ben)
    add_report(case, email="neighbour@example.org")

    assert effects(case)[Action.HIDE].endswith("Tells 3 people; mails nobody else.")
    assert effects(case)[Action.REFER].endswith("Tells 2 people; mails nobody else.")


def test_who_presses_it_is_told_nothing_of_their_own(mo):
    case = make_case(make_reply(author=mo))
    effects = [step.effect for step in foretelling.steps(case, [], by=mo)]

    assert all(effect.endswith("Tells nobody.") for effect in effects[:-1])


def test_nobody_is_told_where_nobody_can_be_reached():
    case = make_case(make_reply())

    assert effects(case)[Action.NOTHING] == "Changes nothing. Tells nobody."


def test_bulk_advertising_is_hidden_and_its_author_is_told_nothing():
    case = make_case(make_reply())
    *_, last = foretelling.steps(case, list(case.reports.all()))

    assert last.press == foretelling.AS_SPAM
    assert "Hides 1 reply; its answers stay. Tells nobody." in last.effect


def test_what_is_nobody_s_words_is_no_advertising(asha):
    case = make_case(asha)

    assert not [step for step in foretelling.steps(case, []) if step.is_of_spam]


def test_what_asks_for_an_answer_is_answered():
    case = make_case(make_reply(), kind=Kind.COMPLAINT)
    (step,) = [one for one in foretelling.steps(case, []) if one.action == Action.NOTHING]

    assert step.label == "Send the answer"
    assert step.effect == "Changes nothing: your answer is all. Tells nobody."
