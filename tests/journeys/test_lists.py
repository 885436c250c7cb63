"""A neighbour looks through a long list, opens something, and comes back to where they were."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_category, make_discussion, make_reply
from tests.forum.views.many_rows import write_many
from tests.journeys.conftest import NO_JAVASCRIPT, SIZES

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = ".discussion-row"

# Whether it is noted where the reader is.
NOTED = """() => {
  const { row, top } = history.state;
  const [link] = [...document.links].filter(({ href }) => href === row);
  return Math.abs(link.getBoundingClientRect().top - top) < 1;
}"""


@pytest.fixture
def long_lists():
    """Three pages of each."""
    write_many(70)


@pytest.fixture
def listed(live_server, page, long_lists):
    page.goto(f"{live_server.url}/forum")
    page.evaluate("() => { document.stayed = true; }")
    return page


def show_more(page):
    page.get_by_role("link", name="Show more").click()


def top_of(locator):
    return locator.evaluate("element => element.getBoundingClientRect().top")


class TestMore:
    @SIZES
    def test_is_added_beneath_what_is_there(self, listed, size):
        listed.set_viewport_size(size)
        show_more(listed)
        expect(listed.locator(ROWS)).to_have_count(60)
        first_new = listed.locator(ROWS).nth(30).get_by_role("heading").get_by_role("link")
        expect(first_new).to_be_focused()
        expect(first_new).to_be_in_viewport()
        expect(listed.get_by_role("status").last).to_have_text("30 more discussions")
        pages = listed.get_by_role("navigation", name="Pages of discussions")
        expect(pages.get_by_role("link")).to_have_text(["Pages 1 to 2", "Show more"])
        assert listed.evaluate("() => document.stayed === true")

    def test_ends_where_the_list_ends(self, listed):
        show_more(listed)
        expect(listed.locator(ROWS)).to_have_count(60)
        show_more(listed)
        expect(listed.locator(ROWS)).to_have_count(71)
        expect(listed.get_by_role("link", name="Show more")).to_have_count(0)
        hrefs = listed.locator(f"{ROWS}__link").evaluate_all("links => links.map(({href}) => href)")
        assert len(set(hrefs)) == 71

    def test_shows_nothing_twice_when_something_came_in(self, listed):
        make_discussion(category=make_category(slug="wildlife"))
        show_more(listed)
        expect(listed.get_by_role("status").last).to_have_text("29 more discussions")
        expect(listed.locator(ROWS)).to_have_count(59)

    @pytest.mark.parametrize("again", ["back", "reload"])
    @SIZES
    def test_is_there_again_where_one_was(self, live_server, listed, size, again):
        listed.set_viewport_size(size)
        show_more(listed)
        row = listed.locator(f"{ROWS}__link").nth(45)
        address = row.get_attribute("href")
        row.scroll_into_view_if_needed()
        before = top_of(row)
        if again == "back":
            row.click()
            expect(listed).to_have_url(live_server.url + address)
            listed.go_back()
        else:
            expect(listed).to_have_url(re.compile(r"\?page=2$"))
            listed.wait_for_function(NOTED)
            listed.reload()
        expect(listed).to_have_url(re.compile(r"\?page=2$"))
        same = listed.locator(f'{ROWS}__link[href="{address}"]')
        expect(same).to_be_in_viewport()
        assert abs(top_of(same) - before) <= 2

    def test_leads_to_the_page_where_it_cannot_be_had(self, live_server, listed):
        listed.route("**/asked/more*.js", lambda route: route.abort())
        show_more(listed)
        expect(listed).to_have_url(f"{live_server.url}/forum?page=2")
        assert not listed.evaluate("() => document.stayed === true")

    @pytest.mark.usefixtures("long_lists")
    @pytest.mark.parametrize(
        ("address", "rows", "said"),
        [
            ("/members", ".member-list > li", r"^30 more members$"),
            ("/activity", ".search-results > li", r"^\d+ more activity$"),
            ("/profile/wendy/replies", ".search-results > li", r"^\d+ more$"),
        ],
    )
    def test_works_in_every_list(self, live_server, page, address, rows, said):
        page.goto(live_server.url + address)
        before = page.locator(rows).count()
        show_more(page)
        expect(page.get_by_role("status").last).to_have_text(re.compile(said))
        assert page.locator(rows).count() > before
        expect(page.locator(rows).nth(before).locator(":focus")).to_have_count(1)

    @pytest.mark.usefixtures("long_lists")
    def test_focuses_what_a_row_is_about(self, live_server, page):
        page.goto(f"{live_server.url}/activity")
        show_more(page)
        expect(page.locator(".event__title:focus")).to_have_count(1)


class TestNewReplies:
    @pytest.mark.parametrize("is_member", [True, False], ids=["member", "visitor"])
    def test_are_brought_where_they_belong(
        self, live_server, signed_in, page, asha, ben, is_member
    ):
        discussion = make_discussion(title="Foxes on the Passage")
        for nth in range(12):
            make_reply(discussion=discussion, author=ben, body=f"Fox {nth}. " * 20)
        if is_member:
            signed_in(asha)
        page.clock.install()
        page.goto(live_server.url + discussion.get_absolute_url())
        page.evaluate("() => { document.stayed = true; }")
        first = discussion.replies.get(number=1)
        new = make_reply(discussion=discussion, parent=first, author=ben, body="Another one.")
        with page.expect_response("**/newer?after=12"):
            page.clock.fast_forward(61_000)
        page.locator(".newer").get_by_role("link", name="1 new reply").click()
        article = page.locator(f"#{new.anchor}")
        expect(article).to_be_focused()
        expect(article).to_be_in_viewport()
        expect(page.locator(".newer")).to_be_empty()
        assert page.evaluate("() => document.stayed === true")
        page.go_back()
        expect(page).to_have_url(live_server.url + discussion.get_absolute_url())
        assert page.evaluate("() => document.stayed === true")


@NO_JAVASCRIPT
class TestWithoutJavaScript:
    @SIZES
    @pytest.mark.usefixtures("long_lists")
    def test_the_link_leads_to_the_next_page(self, live_server, page, size):
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/forum")
        page.get_by_role("link", name="Next page").click()
        expect(page).to_have_url(f"{live_server.url}/forum?page=2")
        expect(page.locator(ROWS)).to_have_count(30)
