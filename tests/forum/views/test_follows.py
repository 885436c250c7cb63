"""Following from the page of what is followed, with one press."""

import pytest
from django.utils import timezone

from forum import following
from forum.models import Follow
from tests.factories import make_category, make_discussion

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return make_discussion(title="Foxes", tags=["foxes"])


@pytest.fixture
def places(discussion):
    """Where one can follow something, and what it is."""
    return {
        discussion.get_absolute_url(): {"discussion": discussion},
        discussion.category.get_absolute_url(): {"category": discussion.category},
        discussion.tags.get().get_absolute_url(): {"tag": discussion.tags.get()},
        "/forum": {"discussion": None, "category": None, "tag": None},
    }


class TestPress:
    def test_follows_and_stops_following(self, asha, asha_client, places):
        for place, subject in places.items():
            own = Follow.objects.filter(member=asha, **subject)
            response = asha_client.post(f"{place}/follow", follow=True)
            assert "You now follow" in response.text
            assert own.active().exists()
            response = asha_client.post(f"{place}/unfollow", follow=True)
            assert "You have stopped following" in response.text
            assert not own.active().exists()

    def test_twice_is_once(self, asha, asha_client, places):
        for place in places:
            for _ in range(2):
                asha_client.post(f"{place}/follow")
        assert Follow.objects.active().filter(member=asha).count() == len(places)

    def test_mutes_a_discussion_and_ends_the_mute(self, asha, asha_client, discussion):
        place = discussion.get_absolute_url()
        asha_client.post(f"{place}/mute")
        assert Follow.objects.exclude(muted_at=None).filter(member=asha).exists()
        assert "End the mute" in asha_client.get(place).text
        asha_client.post(f"{place}/unmute")
        assert not Follow.objects.exclude(muted_at=None).exists()

    def test_is_for_members(self, client, places):
        for place in places:
            response = client.post(f"{place}/follow")
            assert response["Location"].startswith("/accounts/login/")
        assert not Follow.objects.filter(reason="chosen").exists()

    def test_is_not_there_for_what_one_may_not_see(self, asha_client):
        hidden = make_category(hidden_at=timezone.now())
        assert asha_client.post(f"{hidden.get_absolute_url()}/follow").status_code == 404
        assert asha_client.post("/forum/topics/no-such/follow").status_code == 404
        assert asha_client.post("/forum/tags/no-such/follow").status_code == 404


class TestLink:
    def test_asks_first(self, asha_client, places):
        for place in places:
            page = asha_client.get(f"{place}/follow").text
            assert 'method="post"' in page
        assert not Follow.objects.filter(reason="chosen").exists()


class TestDiscussionPage:
    def test_offers_visitors_to_follow_by_a_link(self, client, discussion):
        page = client.get(discussion.get_absolute_url()).text
        assert f'href="{discussion.get_absolute_url()}/follow"' in page
        assert "csrfmiddlewaretoken" not in page

    def test_offers_members_what_they_can_do(self, asha, asha_client, discussion):
        place = discussion.get_absolute_url()
        assert f'action="{place}/follow"' in asha_client.get(place).text
        following.follow(discussion, member=asha)
        page = asha_client.get(place).text
        assert f'action="{place}/unfollow"' in page
        assert f'action="{place}/mute"' in page

    def test_offers_it_where_replies_are_closed(self, asha_client, discussion):
        discussion.closed_at = timezone.now()
        discussion.save()
        place = discussion.get_absolute_url()
        assert f'action="{place}/follow"' in asha_client.get(place).text
