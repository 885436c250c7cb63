"""What else is done to a case in the queue, besides deciding it."""

import pytest

from forum.moderation.models import Case, Note, State
from tests.factories import make_reply
from tests.forum.moderation.admin.test_queue import QUEUE
from tests.forum.moderation.reported import make_case

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def reply(asha):
    return make_reply(author=asha)


class TestTurns:
    def test_a_case_is_claimed(self, mo, mo_client, reply):
        case = make_case(reply)
        data = {"version": case.version, "way": "claim"}

        page = mo_client.post(f"{QUEUE}{case.pk}/turn/", data, follow=True)

        assert "Mo Tarrant has it in hand" in page.text

    def test_a_note_is_kept_for_moderators(self, mo_client, reply):
        case = make_case(reply)

        page = mo_client.post(f"{QUEUE}{case.pk}/note/", {"text": HOSTILE}, follow=True)

        assert Note.objects.get().text == HOSTILE
        assert HOSTILE not in page.text

    def test_a_case_becomes_part_of_another(self, mo_client, reply):
        case, other = make_case(reply), make_case(reply.discussion)
        data = {"version": case.version, "to": other.pk}

        page = mo_client.post(f"{QUEUE}{case.pk}/join/", data, follow=True)

        assert page.context["case"] == other
        assert Case.objects.get(pk=case.pk).state == State.DUPLICATE

    def test_of_another_that_there_is(self, mo_client, reply):
        case = make_case(reply)

        page = mo_client.post(f"{QUEUE}{case.pk}/join/", {"version": case.version, "to": 10**9})

        assert page.status_code == 409
        assert "no case of that number" in page.text

    def test_a_hold_is_set_with_its_reason(self, mo_client, reply):
        case = make_case(reply)

        page = mo_client.post(f"{QUEUE}{case.pk}/hold/", {"reason": "Police"}, follow=True)

        assert "Under legal hold" in page.text
