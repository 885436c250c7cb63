"""A neighbour reads a long discussion, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_discussion, make_reply
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def discussion(ben):
    """One that is longer than any window."""
    discussion = make_discussion(title="Foxes on the Passage")
    for nth in range(12):
        make_reply(discussion=discussion, author=ben, body=f"Fox {nth}. " * 20)
    return discussion


def top_of(locator):
    return locator.evaluate("element => element.getBoundingClientRect().top")


class TestNewReplies:
    def test_are_told_of_and_nothing_moves(self, live_server, page, discussion, ben):
        page.clock.install()
        page.goto(live_server.url + discussion.get_absolute_url())
        notice = page.locator(".newer")
        fifth = page.get_by_text("Fox 5.").first
        fifth.scroll_into_view_if_needed()
        before = top_of(fifth)
        expect(notice).to_be_empty()
        new = make_reply(discussion=discussion, author=ben, body="Another one.")
        with page.expect_response("**/newer?after=12"):
            page.clock.fast_forward(61_000)
        link = notice.get_by_role("link", name="1 new reply")
        expect(link).to_be_in_viewport()
        assert top_of(fifth) == before
        assert page.evaluate("() => document.activeElement === document.body")
        link.click()
        expect(page.locator(f"#{new.anchor}")).to_be_focused()
        expect(page.locator(f"#{new.anchor}")).to_be_in_viewport()

    def test_are_not_asked_for_behind_another_window(self, live_server, page, discussion):
        page.clock.install()
        page.goto(live_server.url + discussion.get_absolute_url())
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { value: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        page.clock.fast_forward(3_600_000)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        assert not [url for url in asked if "newer" in url]


class TestMasthead:
    def test_of_a_member_stands_on_one_line_on_a_phone(self, live_server, signed_in, asha):
        page = signed_in(asha)
        page.set_viewport_size(PHONE)
        page.goto(f"{live_server.url}/rules")
        corner = page.locator(".masthead__account a:visible")
        tops = {round(top_of(one)) for one in corner.all()}
        assert (corner.count(), len(tops)) == (2, 1)
        page.get_by_role("link", name="Your profile").click()
        expect(page).to_have_url(live_server.url + asha.get_absolute_url())

    def test_has_the_member_s_name_at_a_desk(self, live_server, signed_in, asha):
        page = signed_in(asha)
        page.set_viewport_size(DESK)
        page.goto(f"{live_server.url}/rules")
        expect(page.locator(".masthead").get_by_role("link", name=asha.shown_name)).to_be_visible()
        expect(page.get_by_role("link", name="Your profile")).to_be_hidden()


class TestReach:
    def test_on_a_phone_follow_share_and_report_are_where_the_thumb_is(
        self, live_server, signed_in, asha, discussion
    ):
        page = signed_in(asha)
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + discussion.get_absolute_url())
        bar = page.get_by_role("region", name="What to do here")
        for role, name in (("link", "Reply"), ("button", "Follow this discussion")):
            expect(bar.get_by_role(role, name=name)).to_be_in_viewport(ratio=1)
        expect(bar.get_by_role("link", name="Report")).to_be_in_viewport(ratio=1)
        bar.get_by_role("button", name="Follow this discussion").click()
        expect(bar.get_by_role("button", name="Stop following")).to_be_in_viewport(ratio=1)

    def test_what_has_focus_is_never_beneath_the_bar(self, live_server, page, discussion):
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + discussion.get_absolute_url())
        bar = page.get_by_role("region", name="What to do here")
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                """() => {
                  const one = document.activeElement;
                  if (one.closest(".reach")) return 0;
                  return one.getBoundingClientRect().bottom;
                }"""
            )
            assert focused <= top_of(bar)

    def test_the_end_of_the_page_is_not_beneath_the_bar(self, live_server, page, discussion):
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + discussion.get_absolute_url())
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        last = page.locator(".footer a").last
        expect(last).to_be_in_viewport(ratio=1)
        end = last.evaluate("element => element.getBoundingClientRect().bottom")
        assert end <= top_of(page.get_by_role("region", name="What to do here"))

    def test_a_link_to_share_is_copied_where_nothing_shares(
        self, live_server, page, context, discussion
    ):
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.add_init_script("delete Navigator.prototype.share")
        page.goto(live_server.url + discussion.get_absolute_url())
        page.get_by_role("link", name="Share this discussion").first.click()
        expect(page.get_by_text("The link was copied.")).to_be_attached()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied == live_server.url + discussion.get_absolute_url()


class TestKeepingOnesPlace:
    def test_a_permalink_lands_on_its_reply_and_focuses_it(self, live_server, page, discussion):
        reply = discussion.replies.get(number=9)
        page.goto(f"{live_server.url}/forum/replies/{reply.pk}")
        article = page.locator(f"#{reply.anchor}")
        expect(article).to_be_focused()
        expect(article).to_be_in_viewport()
        expect(article.locator("xpath=self::*[@tabindex='-1']")).to_have_count(1)
        page.keyboard.press("Tab")
        assert article.evaluate("article => article.contains(document.activeElement)")

    def test_what_an_answer_answers_offers_the_way_back(self, live_server, page, discussion, ben):
        answered = answer = discussion.replies.get(number=2)
        # From the fifth level on an answer says in words whom it answers.
        for nth in range(5):
            answered, answer = (
                answer,
                make_reply(discussion=discussion, author=ben, parent=answer, body=f"Deeper {nth}."),
            )
        page.goto(live_server.url + discussion.get_absolute_url())
        page.locator(f"#{answer.anchor}").get_by_role("link", name="(reply ").click()
        place = page.locator(f"#{answered.anchor}")
        expect(place).to_be_focused()
        way = place.get_by_role("link", name=f"Back to reply {answer.number}")
        expect(way).to_be_in_viewport()
        way.click()
        expect(page.locator(f"#{answer.anchor}")).to_be_focused()
        expect(way).to_have_count(0)

    def test_going_back_returns_to_the_spot(self, live_server, page, discussion):
        page.goto(live_server.url + discussion.get_absolute_url())
        reply = page.locator(f"#{discussion.replies.get(number=7).anchor}")
        reply.scroll_into_view_if_needed()
        before = top_of(reply)
        reply.get_by_role("link", name="Report").click()
        page.wait_for_url("**/report?at=**")
        page.go_back()
        expect(reply).to_be_in_viewport()
        page.wait_for_load_state()
        assert abs(top_of(reply) - before) <= 1
