"""A neighbour looks for what was said once, and comes back to where they looked."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from forum.models import Discussion
from tests.factories import make_category, make_discussion, make_reply
from tests.journeys.conftest import SIZES

pytestmark = [pytest.mark.django_db(transaction=True), SIZES]


@pytest.fixture
def wildlife(asha, ben):
    """Twelve discussions about foxes in one room, one in another, and one of long ago."""
    room = make_category(name="Wildlife", slug="wildlife")
    for nth in range(12):
        make_discussion(title=f"Foxes, part {nth}", author=ben, category=room)
    make_reply(discussion=Discussion.objects.first(), author=asha, body="Foxes again, at night.")
    shops = make_category(name="Shops", slug="shops")
    make_discussion(title="Foxes at the baker’s", author=asha, category=shops)
    old = make_discussion(title="Foxes of long ago", author=ben, category=room)
    Discussion.objects.filter(pk=old.pk).update(started_at=timezone.now() - timedelta(days=900))
    call_command("rebuild_search", verbosity=0)
    return room


@pytest.fixture
def search(live_server, page, wildlife, size):
    """Types words into the search page."""
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/search")

    def look_for(words):
        page.get_by_label("What are you looking for?").fill(words)
        page.get_by_role("main").get_by_role("button", name="Search").click()
        return page

    return look_for


def results(page):
    return page.locator(".search-result")


class TestSearch:
    def test_marks_the_words_and_going_back_returns_to_the_spot(self, search, size, keep):
        page = search("foxes “at night”")
        expect(results(page)).to_have_count(1)
        expect(results(page).locator("mark").first).to_have_text(re.compile("foxes", re.IGNORECASE))
        keep(page, f"search-marked-{size['width']}")

        page = search("foxes")
        expect(results(page)).to_have_count(15)
        tenth = results(page).nth(10).get_by_role("link").first
        tenth.scroll_into_view_if_needed()
        before = tenth.evaluate("link => link.getBoundingClientRect().top")
        tenth.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Foxes")
        page.go_back()
        page.wait_for_load_state()
        expect(tenth).to_be_in_viewport()
        after = tenth.evaluate("link => link.getBoundingClientRect().top")
        assert abs(after - before) <= 1
        expect(page.get_by_label("What are you looking for?")).to_have_value("foxes")

    def test_looks_only_where_one_asks_it_to(self, search, size, keep):
        page = search("foxes")
        page.get_by_text("Look only in some places").click()
        page.get_by_label("Category").select_option("Wildlife")
        page.get_by_label("Written by").fill("ben")
        page.get_by_label("Up to").fill("31/12/2024")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        expect(results(page)).to_have_count(1)
        expect(results(page)).to_contain_text("Foxes of long ago")
        expect(page.get_by_label("Written by")).to_have_value("ben")
        keep(page, f"search-narrowed-{size['width']}")

        page.get_by_label("Up to").fill("")
        page.get_by_label("Category").select_option("Shops")
        page.get_by_label("Written by").fill("asha")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        expect(results(page)).to_have_count(1)
        expect(results(page)).to_contain_text("Foxes at the baker’s")

    def test_says_what_to_do_where_nothing_is_found(self, search, size, keep):
        page = search("badgers")
        expect(page.get_by_text("Nothing here has “badgers” in it.")).to_be_visible()
        expect(page.get_by_role("link", name="ask your neighbours")).to_be_visible()
        keep(page, f"search-nothing-{size['width']}")

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("-foxes", "Please say what to look for, not only what to leave out."),
            ('" - "', "There is no word in this. Please give one to look for."),
        ],
    )
    def test_says_that_operators_alone_find_nothing(self, search, size, words, said):
        page = search(words)
        expect(page.get_by_text(said).first).to_be_visible()
        expect(page.get_by_label("What are you looking for?")).to_have_value(words)

    def test_says_how_long_words_may_be_and_keeps_them(self, search, page, live_server, size, keep):
        words = "f" * 201
        page.goto(f"{live_server.url}/search?q={words}")
        expect(page.get_by_text("Please use 200 characters or fewer.").first).to_be_visible()
        expect(page.get_by_label("What are you looking for?")).to_have_value(words)
        keep(page, f"search-too-long-{size['width']}")
