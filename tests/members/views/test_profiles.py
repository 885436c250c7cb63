from datetime import UTC, datetime

import pytest
from django.utils import timezone

from members import describing
from tests.factories import make_member

pytestmark = pytest.mark.django_db


class TestDetail:
    def test_shows_who_somebody_is(self, client, asha):
        describing.describe(
            member=asha, name="Asha R", area="Hewitt Road", about="Nurse & <runner>"
        )
        page = client.get("/profile/asha").text
        assert "Asha R" in page
        assert "Hewitt Road" in page
        assert "Nurse &amp; &lt;runner&gt;" in page
        assert asha.email not in page

    @pytest.mark.parametrize("address", ["ASHA", "Asha", "AshaFromTheLadder", "ashafromtheladder"])
    def test_is_reached_by_other_ways_to_write_it(self, client, address):
        make_member(address="asha", legacy_name="AshaFromTheLadder")
        response = client.get(f"/profile/{address}")
        assert (response.status_code, response.headers["Location"]) == (301, "/profile/asha")

    def test_does_not_exist_for_those_who_wait(self, client):
        make_member(address="vic", is_active=False)
        assert client.get("/profile/vic").status_code == 404

    @pytest.mark.parametrize("address", ["nobody", "x" * 300, "a%00b", "…", "%2e%2e"])
    def test_does_not_exist_for_nonsense(self, client, address):
        assert client.get(f"/profile/{address}").status_code == 404

    def test_keeps_nothing_personal_of_those_who_left(self, client):
        vic = make_member(name="Vic Marlow", address="vic", area="Pemberton Road")
        describing.describe(member=vic, name="Vic Marlow", area="Pemberton Road", about="Baker")
        vic.left_at = timezone.now()
        vic.save()
        page = client.get("/profile/vic").text
        assert "Former member" in page
        assert not any(word in page for word in ("Vic Marlow", "Pemberton", "Baker"))

    def test_says_to_moderators_alone_how_somebody_stands(self, client, ben_client, mo_client):
        ends_at = datetime(2126, 7, 9, 13, 30, tzinfo=UTC)
        make_member(address="vic", suspended_at=timezone.now(), suspension_ends_at=ends_at)
        assert "suspended until 9 July 2126" in mo_client.get("/profile/vic").text
        for reader in (client, ben_client):
            assert "suspended" not in reader.get("/profile/vic").text

    def test_offers_its_owner_to_change_it(self, asha_client, ben):
        assert "Change your profile" in asha_client.get("/profile/asha").text
        assert "Change your profile" not in asha_client.get("/profile/ben").text

    def test_costs_two_queries(self, client, asha, django_assert_max_num_queries):
        client.get("/")
        with django_assert_max_num_queries(2):
            client.get("/profile/asha")
