"""Links to a former address lead to the profile, as long as its member wishes it."""

import pytest

from members import addressing, describing, naming, telling
from members.errors import NameNotAllowed
from members.models import FormerAddress, Member
from tests.factories import make_member, make_reply

pytestmark = pytest.mark.django_db


class TestMove:
    def test_leads_from_the_former_address_to_the_new_one(self, client, asha):
        addressing.move(asha, "asha-r")

        answer = client.get("/profile/Asha")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/profile/asha-r")

    @pytest.mark.parametrize(
        "path",
        [
            "/badges/members/asha",
            "/badges/members/asha.svg",
            "/profile/asha/follows",
            "/feeds/members/asha.atom",
        ],
    )
    def test_leads_from_all_that_hangs_on_it(self, client, asha, path):
        make_reply(author=asha)
        describing.show_follows(member=asha, is_shown=True)
        addressing.move(asha, "asha-r")

        assert client.get(path, follow=True).status_code == 200

    def test_never_goes_in_circles_when_somebody_moves_back(self, client, asha):
        addressing.move(asha, "asha-r")
        addressing.move(asha, "asha")

        assert client.get("/profile/asha").status_code == 200
        assert client.get("/profile/asha-r").headers["Location"] == "/profile/asha"

    def test_keeps_the_former_address_from_others(self, asha, ben):
        addressing.move(asha, "asha-r")

        with pytest.raises(NameNotAllowed):
            naming.clean_address("asha", member=ben)
        assert naming.free_address("Asha") == "asha-2"
        assert naming.clean_address("asha", member=asha) == "asha"

    def test_of_a_former_address_leads_nowhere_where_its_member_wishes_it_so(self, client, asha):
        addressing.move(asha, "asha-r")
        addressing.move(asha, "quiet", is_followed=False)

        assert client.get("/profile/asha").status_code == 404
        assert client.get("/profile/asha-r").status_code == 404
        assert naming.free_address("Asha") == "asha"

    def test_pressed_twice_moves_once(self, asha):
        again = Member.objects.get(pk=asha.pk)
        addressing.move(asha, "asha-r")
        addressing.move(again, "asha-r")

        assert [former.address for former in FormerAddress.objects.all()] == ["asha"]
        assert again.address == "asha-r"

    def test_keeps_only_so_many(self, asha):
        for number in range(addressing.MOST_KEPT + 3):
            addressing.move(asha, f"asha-{number}")

        assert FormerAddress.objects.count() == addressing.MOST_KEPT

    def test_leaves_everything_where_it_was_without_another_address(self, client, asha):
        addressing.move(asha, "asha")

        assert client.get("/profile/asha").status_code == 200
        assert not FormerAddress.objects.exists()

    def test_leads_to_whoever_has_the_address_now_before_whoever_had_it(self, client, asha):
        addressing.move(asha, "asha-r")
        FormerAddress.objects.update(address="vic")
        make_member(name="Vic Marlow", address="vic")

        assert "Vic Marlow" in client.get("/profile/vic").text


class TestForm:
    def test_asks_whether_links_are_to_follow(self, client, asha_client):
        assert "checked" in asha_client.get("/settings/address").text
        asha_client.post("/settings/address", {"address": "asha-r", "is_followed": "on"})
        assert client.get("/profile/asha").status_code == 302

        asha_client.post("/settings/address", {"address": "asha-q"})
        assert client.get("/profile/asha").status_code == 404


def test_a_copy_of_one_s_data_names_them(asha):
    addressing.move(asha, "asha-r")

    (told,) = [chapter.rows(asha.pk) for chapter in telling.CHAPTERS if chapter.name == "addresses"]
    assert [row["address"] for row in told] == ["asha"]
