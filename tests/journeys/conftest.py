"""A real browser, and a real site for it: every test in this folder is a story."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.dispatch import Signal
from playwright.sync_api import Page

from forum import viewing
from harringay import assets
from tests.running_site import RunningSite, site_with

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
NO_JAVASCRIPT = pytest.mark.browser_context_args(java_script_enabled=False)
PATIENCE = 10  # seconds, for what is still asked as a story ends


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session", autouse=True)
def _async_is_the_browser_s() -> Iterator[None]:
    """Playwright runs a loop in this thread, which makes Django suspicious of plain queries."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def _assets() -> None:
    assets.build(static=ROOT / "static", packages=ROOT / "node_modules", out=settings.BUILT_ASSETS)


@pytest.fixture(autouse=True)
def _views_stay_in_memory(monkeypatch) -> None:
    store = viewing.MemoryStore()
    monkeypatch.setattr(viewing, "store", lambda: store)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's Chromium is not here")
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
    return {
        "executable_path": str(CHROMIUM),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", *quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A service worker asks for what it keeps after a story has ended: few stories are about it."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory) -> Iterator[RunningSite]:
    """The demo neighbourhood as `make run` serves it, compressed and kept: what is measured."""
    with site_with(tmp_path_factory.mktemp("demo"), DEMO="true", RATE_LIMITS="off") as site:
        site.start()
        yield site


@pytest.fixture
def signed_in(page, live_server, client_of):
    """Opens the site as a member: signs a browser in without its door."""

    def sign_in(member):
        cookie = client_of(member).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        return page

    return sign_in


@pytest.fixture
def keep():
    """Keeps what a page looks like in DATA_DIR, and checks that nothing sticks out of it."""
    folder = Path(settings.DATA_DIR) / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)

    def shoot(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    return shoot


@pytest.fixture(autouse=True)
def _nothing_is_asked_any_more(live_server, page) -> Iterator[None]:
    """A request still under way holds the database, which is emptied after each story."""
    changed = threading.Condition()
    under_way = 0

    def count(signal: Signal, **_named: object) -> None:
        nonlocal under_way
        with changed:
            under_way += 1 if signal is request_started else -1
            changed.notify_all()

    for signal in (request_started, request_finished):
        signal.connect(count)
    yield
    page.close()
    with changed:
        changed.wait_for(lambda: under_way <= 0, timeout=PATIENCE)
    for signal in (request_started, request_finished):
        signal.disconnect(count)
