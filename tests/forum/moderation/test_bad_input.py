"""The issue's list of bad input that no other test has: answered, and nothing lost."""

import pytest
from django.conf import settings
from django.test import Client

from forum import withdrawing
from forum.models import Reply
from forum.moderation.models import Action, Case, Decision, OfficialLetter, Report
from tests.factories import make_reply
from tests.forum.moderation.admin.test_queue import QUEUE, press
from tests.forum.moderation.reported import decide, make_case
from tests.forum.moderation.reports import WORDS, receive, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(ben):
    return make_reply(author=ben)


class TestWhatIsGone:
    def test_can_be_reported_by_who_still_has_its_address(self, client, reply, ben):
        withdrawing.withdraw_reply(reply, by=ben)
        assert send(client, reply.get_absolute_url()).status_code == 302
        assert Case.objects.get().reply == reply

    def test_leaves_its_case_to_be_read_and_decided(self, mo_client, reply):
        case = make_case(reply)
        Reply.objects.filter(pk=reply.pk).delete()
        assert WORDS not in mo_client.get(f"{QUEUE}{case.pk}/").text
        press(mo_client, case, Action.NOTHING)
        assert Decision.objects.get().action == Action.NOTHING


class TestManyReports:
    @pytest.mark.parametrize("count", [1, 3, 50])
    def test_of_one_thing_are_one_case_and_each_is_told_once(self, reply, mo, count):
        for nth in range(count):
            receive(
                reply.get_absolute_url(),
                email=f"neighbour-{nth}@example.org",
                network=f"203.0.113.{nth}",
            )
        decide(Case.objects.get(), Action.HIDE, by=mo)
        outcomes = OfficialLetter.objects.filter(key__startswith="outcome:")
        assert outcomes.count() == count
        assert outcomes.values("email").distinct().count() == count


class TestASecondPress:
    def test_on_a_decision_decides_once_and_says_so(self, mo_client, reply):
        case = make_case(reply)
        form = {
            "version": case.version,
            "ground": "rule-1",
            "reasons": "It names.",
            "note": "Read.",
        }
        form |= {"days": "7", "action": Action.HIDE.value}
        first, second = (mo_client.post(f"{QUEUE}{case.pk}/decide/", form) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 409)
        assert "has decided this meanwhile" in second.text
        assert Decision.objects.count() == 1

    def test_on_undoing_undoes_once(self, mo, mo_client, reply):
        decision = decide(make_case(reply), Action.HIDE, by=mo)
        for _ in range(2):
            answer = mo_client.post(f"{QUEUE}undo/{decision.pk}/", follow=True)
        assert answer.status_code == 200
        reply.refresh_from_db()
        assert reply.is_shown


class TestAnExpiredToken:
    def test_of_a_report_gives_back_every_word_and_then_sends_it(self):
        client = Client(enforce_csrf_checks=True)
        refused = send(client, "/about", support="Seen at noon.")
        assert refused.status_code == 403
        assert WORDS in refused.text
        assert "Seen at noon." in refused.text
        token = client.cookies[settings.CSRF_COOKIE_NAME].value
        assert send(client, "/about", csrfmiddlewaretoken=token).status_code == 302
        assert Report.objects.count() == 1
