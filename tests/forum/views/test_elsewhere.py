"""Categories, tags, Latest Activity, and what one member has written."""

import pytest
from django.utils import timezone

from forum import hiding
from forum.models import Audience
from tests.factories import make_category, make_discussion, make_member, make_reply
from tests.forum.views.pages import titles

pytestmark = pytest.mark.django_db


class TestCategories:
    def test_are_listed_in_the_owner_s_order(self, client):
        make_category(name="Wildlife", position=2)
        make_category(name="Council", position=1)
        page = client.get("/forum/categories").text
        assert page.index("Council") < page.index("Wildlife")

    def test_show_only_their_own_discussions(self, client):
        wildlife = make_category(name="Wildlife", slug="wildlife")
        make_discussion(title="Foxes", category=wildlife)
        make_discussion(title="Bins")
        assert titles(client.get("/forum/categories/wildlife")) == ["Foxes"]

    def test_of_a_private_group_are_for_moderators(self, asha_client, mo_client):
        make_category(slug="secret", name="Secret garden", hidden_at=timezone.now())
        assert asha_client.get("/forum/categories/secret").status_code == 404
        assert "Secret garden" not in asha_client.get("/forum/categories").text
        assert mo_client.get("/forum/categories/secret").status_code == 200

    def test_that_are_closed_to_neighbours_offer_them_no_form(self, asha_client, mo_client):
        make_category(slug="notices", may_start=Audience.MODERATORS)
        offer = "Start a discussion<span"
        assert offer not in asha_client.get("/forum/categories/notices").text
        assert offer in mo_client.get("/forum/categories/notices").text

    def test_that_never_were_are_not_found(self, client):
        assert client.get("/forum/categories/nowhere").status_code == 404


class TestTags:
    def test_lead_to_what_bears_them(self, client):
        make_discussion(title="Foxes", tags=["Wild life"])
        make_discussion(title="Bins", tags=["rubbish"])
        assert titles(client.get("/forum/tags/wild-life")) == ["Foxes"]

    def test_of_hidden_discussions_are_not_listed(self, client, mo):
        hiding.hide_discussion(make_discussion(tags=["scandal"]), by=mo)
        assert "scandal" not in client.get("/forum/tags").text

    @pytest.mark.parametrize("address", ["/forum/tags/scandal", "/feeds/tags/scandal.rss"])
    def test_of_hidden_discussions_are_not_there(self, client, mo, address):
        hiding.hide_discussion(make_discussion(tags=["scandal"]), by=mo)
        assert client.get(address).status_code == 404

    def test_of_hidden_discussions_are_not_known_to_the_search_or_the_old_addresses(
        self, client, mo_client, mo
    ):
        hiding.hide_discussion(make_discussion(tags=["scandal"]), by=mo)
        search, old = "/search?q=fox&tag=scandal", "/forum/topic/list?tag=scandal"
        assert "Nothing here has that tag." in client.get(search).text
        assert "Nothing here has that tag." not in mo_client.get(search).text
        assert client.get(old)["Location"] == client.get(old.replace("dal", "dals"))[
            "Location"
        ].replace("dals", "dal")


class TestActivity:
    def test_tells_what_happened_newest_first(self, client):
        discussion = make_discussion(title="Foxes", author=make_member(name="Asha"))
        make_reply(discussion=discussion, author=make_member(name="Benedict"))
        page = client.get("/activity").text
        assert page.index("Benedict") < page.index("Asha")

    def test_does_not_tell_of_what_was_hidden(self, asha_client, mo_client, mo):
        reply = make_reply(author=make_member(name="Grumbler"))
        hiding.hide_reply(reply, by=mo)
        assert "Grumbler" not in asha_client.get("/activity").text
        assert "Grumbler" in mo_client.get("/activity").text

    @pytest.mark.parametrize("rows", [3, 30])
    def test_asks_the_database_as_much_for_many_as_for_few(
        self, client, django_assert_max_num_queries, rows
    ):
        discussion, author = make_discussion(), make_member()
        for _ in range(rows):
            make_reply(discussion=discussion, author=author)
        with django_assert_max_num_queries(4):
            client.get("/activity")


class TestContributions:
    def test_are_what_the_member_wrote_and_nothing_else(self, client, asha):
        discussion = make_discussion(title="Foxes", author=asha)
        make_discussion(title="Bins")
        make_reply(discussion=discussion, author=asha, body="They are back")
        assert "Bins" not in client.get("/profile/asha/discussions").text
        assert "They are back" in client.get("/profile/Asha/replies").text

    def test_leave_out_what_was_hidden(self, client, mo_client, asha, mo):
        reply = make_reply(author=asha, body="A libel")
        hiding.hide_reply(reply, by=mo)
        assert "A libel" not in client.get("/profile/asha/replies").text
        assert "A libel" in mo_client.get("/profile/asha/replies").text

    def test_of_nobody_are_not_found(self, client):
        assert client.get("/profile/nobody/discussions").status_code == 404
        assert client.get("/profile/nobody/replies").status_code == 404
