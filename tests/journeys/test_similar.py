"""Somebody begins a discussion that others have had before."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_category, make_discussion
from tests.journeys.conftest import SIZES

pytestmark = pytest.mark.django_db(transaction=True)


@SIZES
def test_similar_discussions_appear_while_a_title_is_typed(live_server, signed_in, asha, size):
    make_category()
    earlier = make_discussion(title="Foxes on Wightman Road")
    page = signed_in(asha)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/forum/new")
    title, place = page.get_by_label("Title"), page.locator("[data-behaviour~=similar]")
    expect(place).to_be_empty()
    expect(place).to_have_attribute("aria-live", "polite")

    title.press_sequentially("A fox in my garden")
    link = place.get_by_role("link", name=earlier.title)
    expect(link).to_be_visible()
    expect(title).to_be_focused()

    title.fill("Bins")
    expect(link).to_be_hidden()
