"""After a decision: what was done to which case, how to undo it, and the next one."""

import pytest

from forum.moderation.kinds import Kind
from forum.moderation.models import Action, OfficialLetter
from tests.factories import make_reply
from tests.forum.moderation.admin.test_queue import QUEUE, press
from tests.forum.moderation.reported import make_case
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db


def test_takes_two_presses_and_says_of_which_case_it_was(mo_client, asha):
    reply = make_reply(author=asha)
    case, following = make_case(reply, reports=5), make_case(make_reply())
    page = press(mo_client, case, Action.HIDE)
    reply.refresh_from_db()
    assert reply.is_hidden
    assert f"<strong>Case {case.pk}: hidden.</strong>" in page.text
    assert page.context["case"] == following


def test_is_undone_from_there(mo_client, asha):
    reply = make_reply(author=asha)
    page = press(mo_client, make_case(reply), Action.HIDE)
    page = mo_client.post(f"{QUEUE}undo/{page.context['done'].key}/", follow=True)
    reply.refresh_from_db()
    assert reply.is_shown
    assert "Everything is as it was before" in page.text


def test_each_way_to_undo_says_what_it_does_beforehand(mo_client, asha):
    case = make_case(make_reply(author=asha))
    press(mo_client, case, Action.HIDE)
    page = mo_client.get(f"{QUEUE}{case.pk}/").text
    assert "Makes everything as it was before, opens the case again, and tells those who" in page


def test_putting_a_case_off_says_that_nobody_is_told(mo_client):
    case = make_case(make_reply())
    page = mo_client.get(f"{QUEUE}{case.pk}/").text
    assert "None of these tells or mails anybody" in page


def test_who_says_that_something_is_broken_is_sent_an_answer_and_no_reproach(mo_client):
    case = receive("/about", kind=Kind.TECH, email="jo@example.org").case
    page = mo_client.get(f"{QUEUE}{case.pk}/")
    assert "Your answer" in page.text
    typed = page.context["forms"]["decision"].initial
    press(mo_client, case, Action.NOTHING, reasons=typed["reasons"])
    letter = OfficialLetter.objects.get(key__startswith="outcome:")
    assert "Thank you for telling us. We have looked into it." in letter.text
    assert "goes against" not in letter.text


@pytest.mark.parametrize("address", ["/admin/", "/admin/queue/"])
def test_the_switches_are_one_press_away(mo_client, address):
    assert 'href="/admin/members/safeguards/"' in mo_client.get(address).text
