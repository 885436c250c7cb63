"""The admin from some networks alone, where the owner wishes it (safety S-23)."""

from ipaddress import ip_network

import pytest

pytestmark = pytest.mark.django_db

PAGES = ["/admin/", "/admin/login/", "/admin/queue/", "/admin/members/member/", "/admin/nothing/"]


@pytest.fixture
def at_home(settings):
    settings.ADMIN_NETWORKS = [ip_network("192.0.2.0/24"), ip_network("2001:db8::/48")]


@pytest.mark.parametrize("path", PAGES)
def test_from_elsewhere_there_is_none(owner_client, at_home, path):
    for address in ("198.51.100.7", "2001:db8:1::7", "", "nonsense"):
        assert owner_client.get(path, REMOTE_ADDR=address).status_code == 404


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7"])
def test_from_home_it_is_there(owner_client, at_home, address):
    assert owner_client.get("/admin/queue/", REMOTE_ADDR=address).status_code == 200


def test_nobody_says_by_themselves_that_they_are_at_home(owner_client, at_home):
    answer = owner_client.get(
        "/admin/", REMOTE_ADDR="198.51.100.7", headers={"X-Forwarded-For": "192.0.2.7"}
    )
    assert answer.status_code == 404


def test_without_the_setting_it_answers_everywhere(owner_client):
    assert owner_client.get("/admin/", REMOTE_ADDR="198.51.100.7").status_code == 200
