"""Where there is nothing, a page says so, and what there is to do."""

import pytest

from tests.factories import make_category, make_discussion

pytestmark = pytest.mark.django_db

ASHA_S = "/profile/asha"


class TestEmptyPages:
    @pytest.mark.parametrize(
        ("address", "says", "leads_to"),
        [
            ("/notifications", "you will hear what is new there", "/welcome"),
            ("/settings/following", "Press <em>Follow</em>", "/welcome"),
            ("/unread", "You have read everything.", "/forum"),
            ("/search?q=badgers", "Nothing here has “badgers” in it.", "/forum/new"),
            (f"{ASHA_S}/discussions", "You have not started a discussion yet.", "/forum/new"),
            (f"{ASHA_S}/replies", "You have not replied to anything yet.", "/forum"),
        ],
    )
    def test_lead_on(self, asha_client, address, says, leads_to):
        page = asha_client.get(address).text
        main = page[page.index("<main") : page.index("</main>")]
        assert says in main
        assert f'href="{leads_to}"' in main[main.index(says) - 200 :]

    def test_say_nothing_of_oneself_to_others(self, ben_client, asha):
        for kind in ("discussions", "replies"):
            page = ben_client.get(f"{ASHA_S}/{kind}").text
            assert f"No {kind} yet." in page
            assert "You have not" not in page


class TestAnEmptyCategory:
    def test_invites_whoever_may_start_there(self, asha_client):
        page = asha_client.get(make_category().get_absolute_url()).text
        assert "Yours could be the first." in page

    def test_invites_nobody_who_may_not(self, asha_client):
        page = asha_client.get(make_category(may_start="nobody").get_absolute_url()).text
        assert "There are no discussions here yet." in page
        assert "Yours could be the first." not in page

    def test_is_not_said_to_be_empty_where_nothing_is_featured(self, client):
        address = make_discussion().category.get_absolute_url()
        page = client.get(f"{address}?sort=featured").text
        assert "None of these has been featured yet." in page
        assert f'<a href="{address}">See all of them</a>' in page
        assert "There are no discussions here yet." not in page
