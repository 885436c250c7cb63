"""Muting a member from their profile, and the list of whom one has muted."""

import pytest
from django.utils import timezone

from members import muting
from tests.factories import make_member

pytestmark = pytest.mark.django_db


class TestOnAProfile:
    def test_stands_a_button_for_other_members_only(self, client, asha, asha_client, ben):
        assert 'action="/profile/ben/mute"' in asha_client.get("/profile/ben").text
        assert "/mute" not in asha_client.get("/profile/asha").text
        assert "/mute" not in client.get("/profile/ben").text

    def test_is_its_undoing_once_it_is_done(self, asha_client, asha, ben):
        muting.mute(ben, by=asha)
        page = asha_client.get("/profile/ben").text
        assert 'action="/profile/ben/unmute"' in page
        assert 'action="/profile/ben/mute"' not in page

    def test_is_no_button_for_those_who_have_left(self, asha_client):
        make_member(address="vic", left_at=timezone.now())
        assert "/mute" not in asha_client.get("/profile/vic").text

    def test_tells_the_other_side_nothing(self, asha, ben_client, ben, asha_client):
        pages = ("/profile/asha", "/profile/ben", "/settings/muted", "/notifications")
        before = [_without_token(ben_client.get(page).text) for page in pages]
        muting.mute(ben, by=asha)
        assert [_without_token(ben_client.get(page).text) for page in pages] == before


class TestMute:
    def test_mutes_says_so_and_leads_back(self, asha_client, asha, ben):
        answer = asha_client.post("/profile/ben/mute", {"next": "/forum/topics/foxes"})
        assert answer.headers["Location"] == "/forum/topics/foxes"
        assert muting.has_muted(asha, ben)
        assert "You have muted Ben Okafor." in asha_client.get("/settings").text

    @pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "", "x"])
    def test_leads_nowhere_else(self, asha_client, ben, elsewhere):
        answer = asha_client.post(f"/profile/ben/mute?next={elsewhere}")
        assert answer.headers["Location"] == "/profile/ben"

    def test_asks_whoever_only_follows_its_address(self, asha_client, asha, ben):
        page = asha_client.get("/profile/ben/mute?next=/forum").text
        assert "Mute Ben Okafor?" in page
        assert '<a href="/forum">Leave it as it is</a>' in page
        assert not muting.has_muted(asha, ben)

    def test_refuses_oneself_in_words(self, asha_client, asha):
        page = asha_client.post("/profile/asha/mute", follow=True).text
        assert "You cannot mute yourself." in page

    def test_is_for_members(self, client, ben):
        answer = client.post("/profile/ben/mute")
        assert answer.headers["Location"].startswith("/accounts/login/")

    def test_knows_only_those_who_have_a_profile(self, asha_client):
        make_member(address="vic", is_active=False)
        for address in ("vic", "nobody", "x" * 300):
            assert asha_client.post(f"/profile/{address}/mute").status_code == 404

    def test_is_ended_as_it_began(self, asha_client, asha, ben):
        muting.mute(ben, by=asha)
        answer = asha_client.post("/profile/ben/unmute", {"next": "/settings/muted"})
        assert answer.headers["Location"] == "/settings/muted"
        assert not muting.has_muted(asha, ben)


class TestIndex:
    def test_lists_whom_one_has_muted_and_nobody_else_s(self, asha_client, asha, ben, mo):
        muting.mute(ben, by=asha)
        muting.mute(asha, by=mo)
        page = asha_client.get("/settings/muted").text
        assert "Ben Okafor" in page
        assert 'action="/profile/ben/unmute"' in page
        assert "Mo Tarrant" not in page

    def test_says_so_where_it_is_nobody(self, asha_client):
        assert "<p>Nobody." in asha_client.get("/settings/muted").text
        assert 'href="/settings/muted"' in asha_client.get("/settings").text

    def test_is_for_members(self, client):
        assert client.get("/settings/muted").status_code == 302

    @pytest.mark.parametrize("rows", [3, 30])
    def test_asks_as_much_for_many_as_for_few(
        self, asha_client, asha, django_assert_max_num_queries, rows
    ):
        for _ in range(rows):
            muting.mute(make_member(), by=asha)
        asha_client.get("/")
        with django_assert_max_num_queries(5):
            asha_client.get("/settings/muted")


def _without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
