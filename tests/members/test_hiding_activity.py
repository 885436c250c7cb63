"""A member who hides their activity: nobody else has a list or a feed of what they write."""

import pytest

from forum import featuring
from members import describing
from members.models import Member
from notifications import delivery
from notifications.models import Announcement
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db

LISTS = ["/profile/asha/discussions", "/profile/asha/replies"]
FEEDS = [f"/feeds/members/asha.{ending}" for ending in ("rss", "atom", "json")]
PROFILE = {"name": "Asha Ravindran", "area": "", "about": ""}


@pytest.fixture
def hidden(asha: Member) -> Member:
    """Asha, who has written two things and hides that they are hers in lists."""
    foxes = make_discussion(
        title="Foxes on the roof", author=asha, category=make_category(slug="wildlife")
    )
    make_reply(discussion=foxes, author=asha, body="They are back on the roof")
    describing.hide_activity(member=asha, is_hidden=True)
    return asha


class TestTheSetting:
    def test_is_a_member_s_own(self, asha, asha_client):
        assert "Hide my activity" in asha_client.get("/settings").text
        asha_client.post("/settings", PROFILE | {"wants_activity_hidden": "on"})
        asha.refresh_from_db()
        assert asha.wants_activity_hidden
        asha_client.post("/settings", PROFILE)
        asha.refresh_from_db()
        assert not asha.wants_activity_hidden

    def test_is_off_for_whoever_says_nothing(self, client, asha):
        make_discussion(title="Foxes on the roof", author=asha)
        assert "Foxes on the roof" in client.get("/profile/asha/discussions").text
        assert client.get(FEEDS[0]).status_code == 200


class TestTheirFeed:
    @pytest.mark.parametrize("address", FEEDS)
    def test_is_not_found_not_even_by_them_or_a_moderator(
        self, client, hidden, asha_client, mo_client, address
    ):
        for reader in (client, asha_client, mo_client):
            answer = reader.get(address)
            assert (answer.status_code, answer["Content-Type"]) == (
                404,
                "text/plain; charset=utf-8",
            )

    def test_is_gone_also_for_whoever_has_it_already(self, client, asha):
        make_discussion(author=asha)
        known = {"If-None-Match": client.get(FEEDS[0])["ETag"]}
        describing.hide_activity(member=asha, is_hidden=True)
        assert client.get(FEEDS[0], headers=known).status_code == 404

    def test_comes_back_with_the_ids_that_it_had(self, client, asha):
        make_discussion(author=asha)
        before = client.get("/feeds/members/asha.json").json()
        describing.hide_activity(member=asha, is_hidden=True)
        describing.hide_activity(member=asha, is_hidden=False)
        assert client.get("/feeds/members/asha.json").json() == before

    @pytest.mark.parametrize("page", ["/profile/asha", *LISTS])
    def test_is_named_on_no_page(self, asha_client, hidden, page):
        text = asha_client.get(page).text
        assert "/feeds/members/" not in text
        assert "/feeds/discussions.rss" in text

    def test_is_what_its_old_address_still_leads_to(self, client, hidden):
        Member.objects.update(legacy_name="3a28calx54gma")
        old = "/forum/topic/listForContributor?user=3a28calx54gma&feed=yes&xn_auth=no"
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/feeds/members/asha.atom")
        assert client.get(answer["Location"]).status_code == 404


class TestTheirLists:
    @pytest.mark.parametrize("page", LISTS)
    def test_answer_others_that_they_are_hidden(self, client, ben_client, hidden, page):
        for reader in (client, ben_client):
            answer = reader.get(page)
            assert answer.status_code == 200
            assert "Asha Ravindran hides this list." in answer.text
            assert "on the roof" not in answer.text.partition("<main")[2].partition("</main")[0]

    @pytest.mark.parametrize("page", LISTS)
    def test_are_still_there_for_them_and_for_moderators(
        self, asha_client, mo_client, hidden, page
    ):
        for reader in (asha_client, mo_client):
            text = reader.get(page).text
            assert "hides this list" not in text
            assert "on the roof" in text

    def test_are_counted_and_linked_on_the_profile_for_nobody_else(
        self, client, asha_client, mo_client, hidden
    ):
        assert "/profile/asha/discussions" not in client.get("/profile/asha").text
        for reader in (asha_client, mo_client):
            assert "/profile/asha/discussions" in reader.get("/profile/asha").text

    @pytest.mark.parametrize("page", LISTS)
    def test_cost_no_more_than_those_that_are_shown(
        self, client, hidden, page, django_assert_max_num_queries
    ):
        client.get("/")
        with django_assert_max_num_queries(4):
            client.get(page)


class TestLatestActivity:
    @pytest.mark.parametrize("address", ["/activity", "/feeds/activity.json"])
    def test_tells_nothing_of_it_and_all_of_others(self, client, hidden, ben, address):
        make_reply(discussion=hidden.discussions.get(), author=ben, body="I saw one too")
        text = client.get(address).text
        assert "Ben Okafor" in text
        assert "They are back" not in text
        assert "Asha Ravindran" not in text

    def test_tells_moderators_all_of_it(self, hidden, mo_client):
        assert "Asha Ravindran" in mo_client.get("/activity").text

    def test_tells_that_a_moderator_featured_what_they_wrote(self, client, hidden, mo):
        featuring.feature(hidden.discussions.get(), by=mo)
        assert "Featured: Foxes on the roof" in client.get("/feeds/activity.rss").text

    def test_asks_as_much_whatever_the_number(self, client, hidden, django_assert_max_num_queries):
        make_reply(discussion=hidden.discussions.get())
        with django_assert_max_num_queries(4):
            client.get("/activity")


class TestWhatTheyWrote:
    """It is hidden as theirs, not as such."""

    @pytest.mark.parametrize(
        "address",
        [
            "/forum",
            "/search?q=roof",
            "/feeds/discussions.rss",
            "/feeds/categories/wildlife.rss",
            "/feeds/search/roof.rss",
        ],
    )
    def test_stands_where_everybody_wrote(self, client, hidden, address):
        assert "Foxes on the roof" in client.get(address).text.replace("<mark>", "").replace(
            "</mark>", ""
        )

    def test_is_not_listed_by_a_search_for_its_author(self, client, asha_client, mo_client, hidden):
        wanted = "/search?q=roof&author=asha&order=date"
        refused = client.get(wanted).text
        assert "Asha Ravindran hides what they wrote from this." in refused
        assert "/forum/topics/foxes-on-the-roof" not in refused.partition("<main")[2]
        for reader in (asha_client, mo_client):
            assert "/forum/topics/foxes-on-the-roof" in reader.get(wanted).text

    @pytest.mark.parametrize("ending", ["", ".svg"])
    def test_is_not_on_their_badge(self, client, hidden, ending):
        badge = client.get(f"/badges/members/asha{ending}").text
        assert "Asha Ravindran" in badge
        assert "Foxes" not in badge

    def test_is_not_announced_of_them(self, settings, asha, ben):
        settings.WEBSUB_HUB_URL = "https://hub.example.org/"
        describing.hide_activity(member=asha, is_hidden=True)
        make_discussion(author=asha)
        delivery.deliver_new_events()
        told = set(Announcement.objects.values_list("feed", flat=True))
        assert "/feeds/discussions" in told
        assert not told & {"/feeds/members/asha", "/feeds/activity"}
