"""The neighbourhood on whose pages the tools look, and the tools."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.authorisation.place import Place
from tests.authorisation.roles import Role
from tests.journeys.access.neighbourhood import settle

ROOT = Path(__file__).parents[3]


@pytest.fixture
def place(db, media_root) -> Place:
    return settle(media_root)


@pytest.fixture
def tool():
    """Finds a file of a tool, as `make test` installs them."""

    def find(name: str) -> Path:
        path = ROOT / name
        if not path.is_file():
            lack = pytest.fail if os.environ.get("REQUIRE_ALL") else pytest.skip
            lack(f"{name} is not here; `make .venv/packages-dev` brings it")
        return path

    return find


@pytest.fixture
def signed_in_as(page, live_server, place):
    """Opens the site as somebody of the neighbourhood, or as a visitor."""

    def sign_in(role: Role):
        cookie = place.browsers[role].cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie:
            named = {"name": cookie.key, "value": cookie.value, "url": live_server.url}
            page.context.add_cookies([named])
        return page

    return sign_in
