"""Reporting and complaints: the targets, in one place and everywhere the same (safety L-13)."""

import pytest

from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import OfficialLetter
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind)
def test_form_page_and_letter_promise_the_same(client, kind):
    look, decision = str(HANDLING[kind].look), str(HANDLING[kind].decision)
    receive("/about", kind=kind, email="jo@example.org")

    form = client.get(f"/report?kind={kind.value}").text
    page = client.get("/reporting-and-complaints").text
    row = page.partition(f'id="{kind.value}"')[2].partition("</dd>")[0]
    letter = OfficialLetter.objects.get().text

    assert f"We look at it within {look}. We decide or answer within {decision}." in form
    assert f"We look within {look}, and decide or answer within {decision}." in row
    assert f"within {look}, and it is decided or answered within {decision}." in letter


class TestThePage:
    def test_names_who_else_can_be_asked(self, client):
        page = client.get("/reporting-and-complaints").text
        assert "Ofcom" in page
        assert "Information Commissioner’s Office (ICO)" in page

    def test_is_open_to_all_and_leaves_no_cookie(self, client, asha_client):
        assert not client.get("/reporting-and-complaints").cookies
        assert asha_client.get("/reporting-and-complaints").status_code == 200
        assert client.post("/reporting-and-complaints").status_code == 405

    def test_asks_the_database_a_fixed_number_of_questions(
        self, asha_client, django_assert_num_queries
    ):
        asha_client.get("/reporting-and-complaints")
        with django_assert_num_queries(4):
            asha_client.get("/reporting-and-complaints")
