"""A legal notice in the queue: where it stands, and who the author is, for the owner alone."""

import pytest
from django.utils import timezone

from forum.moderation import noticing
from forum.moderation.models import AuditEntry
from tests.factories import make_reply
from tests.forum.moderation.reported import make_case
from tests.forum.moderation.test_noticing import HOME, now_of, send_notice

pytestmark = pytest.mark.django_db

SHOW = "Who the author is, as they say"


@pytest.fixture(autouse=True)
def _a_key_for_what_is_sealed(settings):
    settings.DATA_KEY = "what the owner keeps in a drawer"


@pytest.fixture
def notice(ben):
    return send_notice(make_reply(author=ben, body="He never paid the builders."))


@pytest.fixture
def address(notice):
    return f"/admin/queue/{notice.report.case_id}/"


@pytest.fixture
def answered(notice):
    """The author does not wish it to be taken down, and says who they are."""
    noticing.keep_clocks(timezone.now())
    noticing.answer(now_of(notice), may_stand=True, details=HOME, now=timezone.now())
    return notice


class TestItsPart:
    def test_says_what_the_site_does_by_itself_and_by_when(self, mo_client, notice, address):
        assert "is sent on to the author within minutes" in mo_client.get(address).text
        noticing.keep_clocks(timezone.now())
        page = mo_client.get(address).text
        until = timezone.localtime(now_of(notice).answer_by)
        assert f"Without an answer by {until.day} {until:%B %Y, %H:%M}" in page
        assert "taken down by itself. You need do nothing" in page

    def test_says_that_something_is_missing(self, mo_client, ben):
        lacking = send_notice(make_reply(author=ben), meaning="")
        page = mo_client.get(f"/admin/queue/{lacking.report.case_id}/").text
        assert "It lacks something that the law asks." in page

    def test_stands_in_no_other_case(self, mo_client):
        case = make_case(make_reply())
        assert "case-notices" not in mo_client.get(f"/admin/queue/{case.pk}/").text


class TestWhoTheAuthorIs:
    def test_is_shown_to_the_owner_once_for_a_reason_that_is_written_down(
        self, owner_client, answered, address
    ):
        page = owner_client.get(address).text
        assert SHOW in page
        assert HOME.postal_address not in page
        shown = owner_client.post(f"{address}poster/", {"reason": "A court asks."}).text
        assert HOME.name in shown
        assert HOME.postal_address in shown
        assert AuditEntry.objects.get(act="read details of author").detail.reason == "A court asks."

    def test_is_not_shown_without_a_reason(self, owner_client, answered, address):
        refused = owner_client.post(f"{address}poster/", {"reason": ""})
        assert refused.status_code == 422
        assert HOME.postal_address not in refused.text

    def test_is_shown_to_no_moderator(self, mo_client, answered, address):
        assert SHOW not in mo_client.get(address).text
        refused = mo_client.post(f"{address}poster/", {"reason": "I wonder."})
        assert refused.status_code == 409
        assert "Only the owner may see this." in refused.text
        assert HOME.postal_address not in refused.text

    def test_is_offered_to_nobody_before_they_have_said_it(self, owner_client, notice, address):
        assert SHOW not in owner_client.get(address).text
        refused = owner_client.post(f"{address}poster/", {"reason": "A court asks."})
        assert "There are no details of the author." in refused.text
