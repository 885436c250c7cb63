"""A neighbour's phone loses its connection."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_discussion

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(service_workers="allow"),
]

READY = "() => navigator.serviceWorker.ready.then(() => true)"
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(caches_.map((cache) => cache.keys()));
  return kept.flat().map((request) => new URL(request.url).pathname).sort();
}"""


@pytest.fixture
def reading_on(live_server, signed_in, asha):
    """Asha has come to a discussion from the front page."""
    discussion = make_discussion(title="Foxes on the Passage")
    page = signed_in(asha)
    page.goto(live_server.url)
    page.get_by_role("link", name="Foxes on the Passage").first.click()
    page.wait_for_url(f"**{discussion.get_absolute_url()}")
    return page


class TestOffline:
    def test_a_page_says_so_in_place_of_an_old_discussion(self, reading_on):
        page = reading_on
        page.evaluate(READY)
        page.context.set_offline(True)
        page.reload()
        expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
        expect(page.get_by_text("Foxes")).to_have_count(0)
        colour = page.locator("body").evaluate("body => getComputedStyle(body).fontFamily")
        assert "Times" not in colour

    def test_one_press_leads_on_once_there_is_a_connection(self, reading_on):
        page = reading_on
        page.evaluate(READY)
        page.context.set_offline(True)
        page.reload()
        page.context.set_offline(False)
        page.get_by_role("link", name="Try again").click()
        expect(page.get_by_role("heading", name="Foxes on the Passage")).to_be_visible()

    def test_nothing_is_kept_but_that_page_and_its_dress(self, reading_on):
        page = reading_on
        page.evaluate(READY)
        expected = ["/offline", "/static/css/site.css"]
        assert page.evaluate(KEPT) == [
            *expected,
            "/static/img/favicon.svg",
            "/static/img/roofline.svg",
        ]

    def test_whoever_reads_one_page_is_given_nothing_to_keep(self, live_server, page):
        page.goto(live_server.url, wait_until="networkidle")
        assert page.evaluate("() => navigator.serviceWorker.getRegistrations()") == []
