import pytest
from django.test import RequestFactory

from harringay.client_address import client_address

FORGED = "203.0.113.9, 192.0.2.1"


class TestClientAddress:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "expected"),
        [
            (0, FORGED, "127.0.0.1"),
            (1, FORGED, "192.0.2.1"),
            (2, f"{FORGED}, 10.0.0.1", "192.0.2.1"),
            (1, "", "127.0.0.1"),
            (2, "192.0.2.1", "127.0.0.1"),
        ],
    )
    def test_believes_only_our_own_proxies(self, settings, proxies, forwarded, expected):
        settings.TRUSTED_PROXY_COUNT = proxies
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        assert client_address(RequestFactory().get("/", headers=headers)) == expected
