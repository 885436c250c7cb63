"""Where people are sent after signing in or out: never to another site (safety S-24)."""

from urllib.parse import urljoin, urlsplit

import pytest

from members.adapters import AccountAdapter
from tests.factories import PASSWORD

OURS = "http://testserver/accounts/login/"


def where(response):
    """The host a browser goes to: it reads a backslash as a slash, and drops tabs and newlines."""
    location = response.headers["Location"].replace("\\", "/")
    for dropped in "\t\r\n":
        location = location.replace(dropped, "")
    return urlsplit(urljoin(OURS, location.strip())).netloc


class TestIsSafeUrl:
    @pytest.mark.parametrize(
        "path", ["/", "/forum/new?x=1#y", "/profile/asha", "/search?q=a%2F%2Fb"]
    )
    def test_takes_paths_of_our_own(self, path):
        assert AccountAdapter().is_safe_url(path)

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "//evil.example",
            "https://evil.example",
            "http://testserver/",
            "/\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "evil.example",
            " /forum",
            "",
            None,
        ],
    )
    def test_takes_nothing_else(self, elsewhere):
        assert not AccountAdapter().is_safe_url(elsewhere)


@pytest.mark.corpus
class TestCorpus:
    @pytest.fixture
    def redirects(self, corpora):
        text = (corpora / "open-redirects.txt").read_text(encoding="utf-8", errors="replace")
        return text.splitlines()

    def test_signing_in_stays_on_our_host(self, client, asha, redirects):
        for value in redirects:
            fields = {"login": "asha", "password": PASSWORD, "next": value}
            assert where(client.post("/accounts/login/", fields)) == "testserver", value
            signed_in_already = client.get("/accounts/login/", {"next": value})
            assert where(signed_in_already) == "testserver", value
            client.logout()

    def test_signing_out_and_the_admin_s_door_stay_on_our_host(self, client, db, redirects):
        for value in redirects:
            assert where(client.post("/accounts/logout/", {"next": value})) == "testserver", value
            assert where(client.get("/admin/login/", {"next": value})) == "testserver", value

    def test_confirming_a_password_stays_on_our_host(self, asha_client, redirects, settings):
        settings.RATE_LIMITS = False
        for value in redirects:
            fields = {"password": PASSWORD, "next": value}
            answer = asha_client.post("/accounts/reauthenticate/", fields)
            assert where(answer) == "testserver", value
