"""What newcomers are shown, and may choose there."""

import re

import pytest
from django.utils import timezone

from forum import following
from forum.models import Follow
from notifications.models import Preference, Rhythm
from tests.factories import make_category

ADDRESS = "/welcome"

pytestmark = pytest.mark.django_db


def followed(member):
    return {category.name for category in following.categories_followed(by=member)}


@pytest.fixture
def rooms():
    names = ("Lost and found", "Wildlife")
    return [make_category(name=name, position=nth) for nth, name in enumerate(names)]


def hide(category):
    category.hidden_at = timezone.now()
    category.save()


class TestWelcome:
    def test_is_for_members(self, client):
        assert client.get(ADDRESS)["Location"].startswith("/accounts/login/")

    def test_shows_what_to_follow_the_edition_feeds_and_a_passkey(self, asha_client, rooms):
        page = asha_client.get(ADDRESS).text
        assert "Welcome, Asha Ravindran" in page
        for words in ("Lost and found", "Daily Edition", 'href="/feeds"', "Add a passkey"):
            assert words in page

    def test_begins_with_how_things_stand(self, asha, asha_client, rooms):
        following.follow(rooms[1], member=asha)
        page = asha_client.get(ADDRESS).text
        assert page.count(" checked") == 2
        assert f'value="{rooms[1].pk}" id="id_categories_1" checked' in page
        assert re.search(r'value="daily"[^>]* checked', page)

    def test_shows_no_hidden_category(self, asha_client, mo_client, rooms):
        hide(rooms[0])
        assert 'id="id_categories_1"' in mo_client.get(ADDRESS).text
        page = asha_client.get(ADDRESS).text
        assert 'id="id_categories_0"' in page
        assert 'id="id_categories_1"' not in page


class TestChoosing:
    def test_follows_what_is_ticked_and_goes_on(self, asha, asha_client, rooms):
        ticked = {"categories": [room.pk for room in rooms], "edition": "weekly"}
        response = asha_client.post(ADDRESS, ticked, follow=True)
        assert response.redirect_chain == [("/", 302)]
        assert "Your choices have been saved." in response.text
        assert followed(asha) == {"Lost and found", "Wildlife"}
        preference = Preference.objects.get(member=asha)
        assert preference.edition == Rhythm.WEEKLY
        assert preference.edition_chosen_at

    def test_stops_following_what_is_not(self, asha, asha_client, rooms):
        following.follow(rooms[0], member=asha)
        asha_client.post(ADDRESS, {"categories": [rooms[1].pk], "edition": "daily"})
        assert followed(asha) == {"Wildlife"}

    def test_leaves_all_else_that_is_followed(self, asha, asha_client, rooms):
        for subject in (None, rooms[0]):
            following.follow(subject, member=asha, level="now")
        hide(rooms[0])
        asha_client.post(ADDRESS, {"edition": "daily"})
        assert Follow.objects.of_member(asha).active().filter(level="now").count() == 2

    def test_what_was_not_touched_is_no_choice_of_the_edition(self, asha_client, rooms):
        asha_client.post(ADDRESS, {"edition": "daily"})
        assert not Preference.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"edition": "hourly"},
            {"edition": ""},
            {"categories": ["0", "x"]},
            {"categories": ["9" * 30]},
        ],
    )
    def test_refuses_what_there_is_not(self, asha, asha_client, rooms, wrong):
        response = asha_client.post(ADDRESS, {"edition": "daily"} | wrong)
        assert response.status_code == 422
        assert "Please look at this again" in response.text
        assert not Follow.objects.exists()

    def test_changes_nobody_elses(self, asha, ben_client, rooms):
        ben_client.post(ADDRESS, {"categories": [rooms[0].pk], "edition": "never"})
        assert not followed(asha)
