"""A member who shows what they follow; without having asked for it nobody does."""

import pytest
from django.utils import timezone

from forum import following, hiding
from members import describing
from tests.factories import make_category, make_discussion

pytestmark = pytest.mark.django_db

ADDRESS = "/profile/asha/follows"
PROFILE = {"name": "Asha Ravindran", "area": "", "about": ""}


@pytest.fixture
def shown(asha):
    """Asha, who shows that she follows a category, a tag, a discussion and everything."""
    foxes = make_discussion(title="Foxes on the roof", tags=["foxes"])
    for subject in (make_category(name="Lost and found"), foxes.tags.get(), foxes, None):
        following.follow(subject, member=asha)
    describing.show_follows(member=asha, is_shown=True)
    return asha


class TestTheSetting:
    def test_is_off_at_first(self, asha, asha_client, client):
        following.follow(make_category(), member=asha)
        for browser in (client, asha_client):
            assert browser.get(ADDRESS).status_code == 404
            assert ADDRESS not in browser.get("/profile/asha").text

    def test_is_a_member_s_own(self, asha, asha_client):
        assert "Show what I follow" in asha_client.get("/settings").text
        for said, is_shown in (({"wants_follows_shown": "on"}, True), ({}, False)):
            asha_client.post("/settings", PROFILE | said)
            asha.refresh_from_db()
            assert asha.wants_follows_shown is is_shown


class TestTheList:
    def test_is_led_to_from_the_profile_and_names_everything(self, shown, client):
        assert ADDRESS in client.get("/profile/asha").text
        page = client.get(ADDRESS).text
        for name in ("Lost and found", "foxes", "Foxes on the roof", "Every new discussion"):
            assert name in page

    def test_has_nothing_that_was_stopped_or_muted(self, shown, client):
        foxes = shown.follows.get(discussion__isnull=False).discussion
        following.mute(foxes, member=shown)
        following.stop_following(None, member=shown)
        page = client.get(ADDRESS).text
        assert "Foxes on the roof" not in page
        assert "Every new discussion" not in page

    @pytest.mark.parametrize("reader", ["client", "asha_client", "mo_client"])
    def test_has_nothing_that_is_hidden(self, shown, reader, request):
        foxes = shown.follows.get(discussion__isnull=False).discussion
        foxes.hidden_at = timezone.now()
        foxes.save()
        page = request.getfixturevalue(reader).get(ADDRESS).text
        main = page[page.index("<main") : page.index("</main>")]
        assert "Foxes on the roof" not in main
        assert "Lost and found" in main

    def test_has_no_tag_that_only_what_is_hidden_has(self, shown, client, mo):
        """It may tell what that was about."""
        hiding.hide_discussion(shown.follows.get(discussion__isnull=False).discussion, by=mo)
        page = client.get(ADDRESS).text
        assert "foxes" not in page
        assert "Lost and found" in page

    def test_goes_with_whoever_leaves(self, shown, client):
        shown.left_at = timezone.now()
        shown.save()
        assert client.get(ADDRESS).status_code == 404

    def test_asks_no_more_for_more(self, shown, client, django_assert_num_queries):
        client.get("/rules")
        with django_assert_num_queries(3):
            client.get(ADDRESS)
        for nth in range(9):
            following.follow(make_discussion(title=f"Bins {nth}"), member=shown)
        client.get("/rules")
        with django_assert_num_queries(3):
            client.get(ADDRESS)
