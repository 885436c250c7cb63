"""A neighbour mutes another beneath a reply, and ends it: without JavaScript, on a phone too."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_discussion, make_reply
from tests.journeys.conftest import NO_JAVASCRIPT, SIZES

pytestmark = [pytest.mark.django_db(transaction=True), NO_JAVASCRIPT]


@SIZES
def test_a_reply_is_folded_away_and_opened_and_the_mute_is_ended(
    live_server, signed_in, asha, ben, mo, size
):
    discussion = make_discussion(author=mo)
    make_reply(discussion=discussion, author=ben, body="It was a badger, I tell you.")
    make_reply(discussion=discussion, author=mo, body="Perhaps a cat.")
    page = signed_in(asha)
    page.set_viewport_size(size)
    page.goto(live_server.url + discussion.get_absolute_url())

    page.get_by_role("button", name="Mute author of reply 1, Ben Okafor").click()

    expect(page.get_by_text("You have muted Ben Okafor.")).to_be_visible()
    expect(page.get_by_text("It was a badger")).to_be_hidden()
    expect(page.get_by_text("Perhaps a cat.")).to_be_visible()
    page.get_by_text("Muted: a reply by Ben Okafor").click()
    expect(page.get_by_text("It was a badger")).to_be_visible()

    page.goto(f"{live_server.url}/settings/muted")
    page.get_by_role("button", name="End the mute Ben Okafor").click()
    expect(page.get_by_text("You have ended the mute of Ben Okafor.")).to_be_visible()
    page.goto(f"{live_server.url}/profile/ben")
    page.goto(live_server.url + discussion.get_absolute_url())
    expect(page.get_by_text("It was a badger")).to_be_visible()
