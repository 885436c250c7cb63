"""A neighbour makes the text larger, and it is larger on every page from its first moment."""

import pytest
from playwright.sync_api import expect

from members import describing
from members.models import TextSize
from tests.factories import make_discussion, make_reply
from tests.journeys.conftest import PHONE, SIZES
from tests.journeys.test_weight import MOST_SHIFT, SHIFT

pytestmark = pytest.mark.django_db(transaction=True)

ROOT_SIZE = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def discussion(ben):
    discussion = make_discussion(title="Foxes on the Passage", author=ben, tags=["foxes"])
    last = None
    for nth in range(8):
        parent = last if nth % 4 else None
        last = make_reply(
            discussion=discussion, author=ben, parent=parent, body=f"Fox {nth}. " * 40
        )
    return discussion


def choose(asha, size):
    describing.choose_reading(member=asha, text_size=size, wants_shortcuts=False)


class TestTextSize:
    @pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
    def test_is_chosen_in_the_settings(self, live_server, browser, signed_in, asha, has_script):
        page = signed_in(asha)
        context = browser.new_context(java_script_enabled=has_script)
        context.add_cookies(page.context.cookies())
        page = context.new_page()
        page.goto(f"{live_server.url}/settings/reading")
        before = page.get_by_role("heading", level=1).bounding_box()["height"]
        page.get_by_label("Text size").select_option("Largest")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").first).to_contain_text("Your choice has been saved.")
        assert page.get_by_role("heading", level=1).bounding_box()["height"] > before * 1.3
        context.close()

    @SIZES
    def test_is_there_from_the_first_moment(self, live_server, signed_in, asha, discussion, size):
        page = signed_in(asha)
        page.set_viewport_size(size)
        sizes = []
        for wanted in (TextSize.SMALLER, TextSize.NORMAL, TextSize.LARGER, TextSize.LARGEST):
            choose(asha, wanted)
            page.goto(live_server.url + discussion.get_absolute_url(), wait_until="networkidle")
            sizes.append(page.evaluate(ROOT_SIZE))
            assert page.evaluate(SHIFT) <= MOST_SHIFT
        assert sizes == sorted(set(sizes))
        assert sizes[1] == pytest.approx(17 if size is PHONE else 18, abs=0.5)

    @pytest.mark.parametrize("width", [320, 360, 1280])
    def test_makes_no_page_wider_than_the_window(
        self, live_server, signed_in, asha, discussion, width
    ):
        choose(asha, TextSize.LARGEST)
        page = signed_in(asha)
        page.set_viewport_size({"width": width, "height": 740})
        for path in ("/", "/forum", discussion.get_absolute_url(), "/settings", "/help/reading"):
            page.goto(live_server.url + path, wait_until="networkidle")
            assert page.evaluate(OVERFLOW) <= 0, path

    def test_is_a_member_s_own(self, live_server, page, asha, discussion):
        choose(asha, TextSize.LARGEST)
        page.goto(live_server.url + discussion.get_absolute_url())
        assert page.locator("html").get_attribute("data-text") is None
