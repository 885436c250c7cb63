"""The cookies of a neighbour who has signed in, on a site served over https (safety S-15)."""

import json

import pytest

from tests.running_site import site_with

VISIT = """
import json
from django.test import Client
from tests.factories import PASSWORD, make_member

asha = make_member(name="Asha")
browser = Client(SERVER_NAME="forum.example", headers={"x-forwarded-proto": "https"})
form = {"login": asha.email, "password": PASSWORD}
browser.post("/accounts/login/", form, secure=True)
browser.get("/settings/data", secure=True)
browser.post("/settings/data", secure=True)
print(json.dumps({name: dict(said) for name, said in browser.cookies.items()}))
"""


@pytest.fixture(scope="module")
def cookies(tmp_path_factory):
    https = {"SITE_URL": "https://forum.example", "TRUSTED_PROXY_COUNT": "1"}
    with site_with(tmp_path_factory.mktemp("site"), **https) as site:
        visit = site.manage("shell", "-c", VISIT)
    assert visit.returncode == 0, visit.stderr
    return json.loads(visit.stdout.splitlines()[-1])


def test_are_these_and_no_others(cookies):
    assert set(cookies) == {"__Host-session", "__Host-csrf", "__Host-messages"}


@pytest.mark.parametrize("name", ["session", "csrf", "messages"])
def test_belong_to_this_host_over_https_and_to_no_script(cookies, name):
    said = cookies[f"__Host-{name}"]
    assert (said["path"], said["domain"], said["samesite"]) == ("/", "", "Lax")
    assert said["secure"]
    assert said["httponly"]
