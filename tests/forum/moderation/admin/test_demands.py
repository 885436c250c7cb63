"""What Ofcom, the police or a court ask is a case with the deadline that they set (safety L-65)."""

from datetime import UTC, datetime

import pytest

from forum.moderation import transparency
from forum.moderation.admin.demands import REFERENCE_LENGTH
from forum.moderation.demanding import Authority
from forum.moderation.models import AuditEntry, Case, OfficialLetter, Report
from members import holding
from tests.factories import make_reply

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/queue/demand/"
ASKED = {
    "authority": "police",
    "reference": "CAD 1234",
    "words": "Keep what this account wrote, and tell us who it is.",
    "kind": "fraud",
    "address": "",
    "received_on": "2026-07-06",
    "answer_by": "2026-07-20",
}


@pytest.fixture
def reply(ben):
    return make_reply(author=ben)


class TestForm:
    def test_has_the_browser_s_calendar_and_looks_like_the_admin_s_other_forms(self, owner_client):
        page = owner_client.get(ADDRESS).text
        for name in ("received_on", "answer_by"):
            assert f'<input type="date" name="{name}"' in page
        assert 'href="/static/admin/css/forms.css"' in page


class TestLogging:
    def test_makes_a_case_with_their_deadline(self, owner_client, reply):
        told = ASKED | {"address": f"/forum/replies/{reply.pk}"}
        answer = owner_client.post(ADDRESS, told)

        case = Case.objects.get()
        assert answer.headers["Location"] == f"/admin/queue/{case.pk}/"
        assert (case.reply, case.kind) == (reply, "fraud")
        # The end of the twentieth, in London.
        assert case.decide_by == datetime(2026, 7, 20, 23, tzinfo=UTC)
        page = owner_client.get(f"/admin/queue/{case.pk}/").text
        assert "Keep what this account wrote" in page
        assert AuditEntry.objects.filter(act="log demand").count() == 1

    def test_hides_nothing_and_tells_nobody(self, owner_client, reply, client):
        owner_client.post(ADDRESS, ASKED | {"address": f"/forum/replies/{reply.pk}"})

        assert reply.body in client.get(reply.discussion.get_absolute_url()).text
        assert not OfficialLetter.objects.exists()

    def test_sets_a_legal_hold_where_something_is_to_be_preserved(self, owner_client, reply, ben):
        told = ASKED | {"address": f"/forum/replies/{reply.pk}", "is_to_preserve": "on"}
        owner_client.post(ADDRESS, told)

        assert Case.objects.get().held_at
        assert holding.holds_on(ben).things

    def test_is_counted_apart_from_what_neighbours_report(self, owner_client):
        owner_client.post(ADDRESS, ASKED)

        told = transparency.figures(2026)
        assert (told.demands, told.report_count) == (transparency.shown(1), transparency.shown(0))
        assert not told.reports

    def test_is_nothing_that_a_neighbour_says_of_themselves(self, client):
        assert "An authority asks" not in client.get("/report?kind=fraud").text

    def test_holds_nothing_otherwise(self, owner_client, reply, ben):
        owner_client.post(ADDRESS, ASKED | {"address": f"/forum/replies/{reply.pk}"})

        assert not holding.holds_on(ben).things

    @pytest.mark.parametrize("authority", Authority.values)
    def test_keeps_the_whole_of_the_longest_reference(self, owner_client, authority):
        longest = "x" * REFERENCE_LENGTH
        owner_client.post(ADDRESS, ASKED | {"authority": authority, "reference": longest})

        name = Report.objects.get().name
        assert name.endswith(longest)
        assert len(name) <= (Report._meta.get_field("name").max_length or 0)

    def test_is_a_case_of_its_own_about_no_page(self, owner_client):
        for _ in range(2):
            owner_client.post(ADDRESS, ASKED | {"authority": "ofcom", "kind": "complaint"})

        assert Case.objects.count() == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            {"received_on": "2126-07-06"},
            {"answer_by": "2026-07-05"},
            {"answer_by": "9999-12-31"},
            {"address": "https://example.org/elsewhere"},
            {"words": ""},
            {"authority": "the king"},
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, owner_client, wrong):
        answer = owner_client.post(ADDRESS, ASKED | wrong)

        assert answer.status_code == 422
        assert "errorlist" in answer.text
        assert "CAD 1234" in answer.text
        assert not Case.objects.exists()


def test_is_for_the_owner_alone(mo_client):
    assert mo_client.get(ADDRESS).status_code == 403
    assert mo_client.post(ADDRESS, ASKED).status_code == 403
    assert not Case.objects.exists()


def test_is_reached_from_the_queue(owner_client, mo_client):
    assert ADDRESS in owner_client.get("/admin/queue/").text
    assert ADDRESS not in mo_client.get("/admin/queue/").text
