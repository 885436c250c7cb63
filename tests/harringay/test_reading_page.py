"""The page that says how to have text larger, and which keys do what."""

import pytest

pytestmark = pytest.mark.django_db


class TestReading:
    def test_tells_a_visitor_of_their_browser_and_of_the_keys(self, client):
        page = client.get("/help/reading").text
        assert "press Ctrl and +" in page
        assert "the next reply that is new to you" in page
        assert "/settings/reading" not in page

    def test_leads_a_member_to_their_settings(self, asha_client):
        assert "/settings/reading" in asha_client.get("/help/reading").text

    def test_is_found_from_the_page_on_accessibility(self, client):
        assert "/help/reading" in client.get("/accessibility").text
        assert "/help/reading" not in client.get("/terms").text

    def test_asks_the_database_no_more_for_a_member(
        self, asha_client, django_assert_max_num_queries
    ):
        asha_client.get("/help/reading")
        with django_assert_max_num_queries(5):
            asha_client.get("/help/reading")
