"""A neighbour replies beneath a discussion and goes on reading: no page comes anew."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from forum import closing, slowing
from forum.models import Draft, Reply
from members import limits, suspending
from members.limits import Action, Limit, Rule
from members.models import Safeguards
from tests.factories import make_discussion, make_reply
from tests.journeys.conftest import NO_JAVASCRIPT, SIZES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def discussion(ben):
    discussion = make_discussion(author=ben)
    for nth in range(3):
        make_reply(discussion=discussion, author=ben, body=f"Fox {nth}.")
    return discussion


@pytest.fixture
def reading(live_server, signed_in, asha, discussion):
    """Asha, who has the discussion before her; the page is marked, to be known again."""
    page = signed_in(asha)
    page.goto(live_server.url + discussion.get_absolute_url())
    page.evaluate("() => { document.stayed = true; }")
    return page


HAS_COME = "() => import('/static/js/asked/posting.js').then(() => true)"


def write(page, words):
    """Begin once what posts in place has come: whoever is quicker is answered by a whole page."""
    page.get_by_label("Your reply").click()
    expect(page.locator(".editor__text")).to_be_focused()
    assert page.evaluate(HAS_COME)
    page.keyboard.type(words)


def post(page):
    page.get_by_role("button", name="Post reply").click()


def has_stayed(page):
    return page.evaluate("() => document.stayed === true")


def refusal(page):
    return page.locator("main .notice[role=alert]")


class TestPosted:
    @SIZES
    def test_stands_where_it_belongs_with_the_focus_on_it(self, reading, discussion, size):
        reading.set_viewport_size(size)
        write(reading, "Three foxes")
        post(reading)
        mine = reading.locator("article.reply").last
        expect(mine).to_be_focused()
        expect(mine).to_be_in_viewport()
        expect(mine.locator(".prose")).to_have_text("Three foxes")
        expect(reading.get_by_role("status").first).to_have_text("Your reply was posted.")
        expect(reading.locator(".editor__text")).to_be_empty()
        expect(reading.get_by_role("heading", name=re.compile("4 replies"))).to_be_visible()
        expect(reading).to_have_url(re.compile(rf"#reply-{discussion.replies.get(number=4).pk}$"))
        assert has_stayed(reading)

    def test_can_be_followed_by_another(self, reading, discussion):
        for nth, words in enumerate(("Three foxes", "And a badger")):
            write(reading, words)
            post(reading)
            expect(reading.locator("article.reply")).to_have_count(4 + nth)
        assert has_stayed(reading)
        assert [reply.number for reply in discussion.replies.order_by("pk")] == [1, 2, 3, 4, 5]

    def test_is_one_however_often_one_presses(self, reading, discussion):
        write(reading, "Three foxes")
        reading.get_by_role("button", name="Post reply").dblclick()
        expect(reading.locator("article.reply")).to_have_count(4)
        assert discussion.replies.count() == 4

    def test_is_one_step_back_from_where_one_came(self, live_server, reading):
        reading.goto(f"{live_server.url}/forum")
        reading.get_by_role("link", name="Foxes on Wightman Road", exact=True).click()
        write(reading, "Three foxes")
        post(reading)
        expect(reading).to_have_url(re.compile("#reply-"))
        reading.get_by_role("link", name="Report reply 4").click()
        reading.go_back()
        expect(reading.locator("article.reply").last).to_contain_text("Three foxes")
        reading.go_back()
        expect(reading).to_have_url(f"{live_server.url}/forum")

    def test_brings_what_others_have_written_meanwhile(self, reading, discussion, ben):
        make_reply(discussion=discussion, author=ben, body="Wait for me.")
        write(reading, "Three foxes")
        post(reading)
        texts = reading.locator("article.reply .prose")
        expect(texts).to_have_text(["Fox 0.", "Fox 1.", "Fox 2.", "Wait for me.", "Three foxes"])
        expect(reading.locator(".newer")).to_have_attribute("data-address", re.compile("after=5$"))

    def test_leaves_folded_what_was_folded(self, live_server, reading, discussion, ben):
        first = discussion.replies.get(number=1)
        for _ in range(5):
            make_reply(discussion=discussion, parent=first, author=ben, body="Indeed.")
        reading.reload()
        reading.evaluate("() => { document.stayed = true; }")
        fold = reading.locator(".thread details")
        fold.locator("summary").click()
        write(reading, "Three foxes")
        post(reading)
        expect(reading.locator("article.reply").last).to_be_focused()
        assert has_stayed(reading)
        assert not fold.evaluate("fold => fold.open")

    def test_tells_that_one_follows_now(self, reading):
        write(reading, "Three foxes")
        post(reading)
        expect(reading.get_by_role("button", name="Stop following").first).to_be_visible()

    def test_is_led_to_on_another_page_of_replies(self, live_server, reading, discussion, ben):
        for nth in range(20):
            make_reply(discussion=discussion, author=ben, body=f"Badger {nth}.")
        reading.reload()
        write(reading, "Three foxes")
        post(reading)
        expect(reading).to_have_url(re.compile(r"\?page=2#reply-\d+$"))
        expect(reading.locator("article.reply").last).to_contain_text("Three foxes")
        expect(reading.get_by_role("status").first).to_have_text("Your reply was posted.")

    def test_may_wait_for_a_moderator(self, reading):
        Safeguards.objects.create(pk=1, held_words="ice rink")
        write(reading, "What about the ice rink?")
        post(reading)
        mine = reading.locator("article.reply").last
        expect(mine).to_be_focused()
        expect(mine).to_contain_text("Waiting for a moderator to look at it.")
        expect(reading.get_by_role("status").first).to_contain_text("A moderator looks at it")
        expect(reading.locator(".editor__text")).to_be_empty()

    def test_leaves_no_draft(self, live_server, reading):
        reading.clock.install()
        reading.reload()
        write(reading, "Three foxes")
        reading.clock.run_for(6000)
        expect(reading.locator("[data-kept]")).to_have_text("Kept.")
        post(reading)
        reading.clock.run_for(6000)
        expect(reading.locator("article.reply")).to_have_count(4)
        assert not Draft.objects.exists()


class TestRefused:
    def post_in_vain(self, page, *, posted=3):
        """What is said beside the form, where everything typed still is."""
        post(page)
        told = refusal(page)
        expect(told).to_be_focused()
        expect(page.locator(".editor__text")).to_have_text("Three foxes")
        assert has_stayed(page)
        assert Reply.objects.count() == posted
        return told.inner_text()

    @SIZES
    def test_for_its_length(self, reading, size):
        reading.set_viewport_size(size)
        write(reading, "x")
        paragraph = reading.locator(".editor__text p")
        paragraph.evaluate("(p) => { p.textContent = 'fox '.repeat(5001); }")
        post(reading)
        told = refusal(reading)
        expect(told).to_be_focused()
        area = reading.locator(".editor__text")
        assert len(area.inner_text()) >= 20_000
        expect(area).to_have_attribute("aria-invalid", "true")
        wrong = reading.locator(".field--wrong .field__error")
        expect(wrong).to_be_visible()
        told.get_by_role("link").click()
        expect(area).to_be_focused()
        reading.keyboard.press("ControlOrMeta+a")
        reading.keyboard.type("Three foxes")
        post(reading)
        expect(reading.locator("article.reply")).to_have_count(4)
        expect(told).to_have_count(0)
        expect(wrong).to_have_count(0)
        assert area.get_attribute("aria-invalid") is None

    def test_where_replies_are_slow(self, reading, discussion, asha, mo):
        until = timezone.now() + timedelta(days=1)
        slowing.slow_down(discussion, by=mo, minutes=30, reason="tempers are up", until=until)
        write(reading, "One fox")
        post(reading)
        expect(reading.locator("article.reply")).to_have_count(4)
        write(reading, "Three foxes")
        assert "minute" in self.post_in_vain(reading, posted=4)

    def test_where_one_was_too_busy(self, reading, monkeypatch):
        monkeypatch.setitem(limits.RULES, Action.REPLY, Rule(new_member=Limit(0, 60)))
        write(reading, "Three foxes")
        assert "a lot in a short time" in self.post_in_vain(reading)

    def test_where_the_discussion_was_closed(self, reading, discussion, mo):
        closing.close(discussion, by=mo)
        write(reading, "Three foxes")
        assert "closed" in self.post_in_vain(reading)

    def test_where_the_site_cannot_be_reached(self, reading):
        write(reading, "Three foxes")
        reading.route("**/replies", lambda route: route.abort())
        reading.route("**/draft", lambda route: route.abort())
        assert "cannot be reached" in self.post_in_vain(reading)
        expect(reading.locator("[data-kept]")).to_have_text("Kept in this browser.")
        reading.unroute("**/replies")
        post(reading)
        expect(reading.locator("article.reply")).to_have_count(4)

    def test_where_the_site_has_failed(self, reading):
        write(reading, "Three foxes")
        failure = "<h1>Something went wrong</h1>"
        reading.route(
            "**/replies",
            lambda route: route.fulfill(status=500, body=failure, content_type="text/html"),
        )
        assert "Something went wrong. What you wrote is still here." in self.post_in_vain(reading)

    def test_where_the_form_was_too_old(self, reading):
        write(reading, "Three foxes")
        reading.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
        assert "Please send it once more" in self.post_in_vain(reading)
        post(reading)
        expect(reading.locator("article.reply")).to_have_count(4)
        assert has_stayed(reading)

    @pytest.mark.parametrize("is_suspended", [False, True], ids=["signed out", "suspended"])
    def test_where_the_session_has_ended(self, reading, asha, mo, is_suspended):
        write(reading, "Three foxes")
        if is_suspended:
            suspending.suspend(asha, by=mo)
        reading.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        assert "You are no longer signed in." in self.post_in_vain(reading)
        expect(reading.locator("[data-kept]")).to_have_text("Kept in this browser.")
        refusal(reading).get_by_role("link", name="sign in").click()
        expect(reading).to_have_url(re.compile("/accounts/login/"))


@NO_JAVASCRIPT
class TestWithoutJavaScript:
    @SIZES
    def test_the_page_comes_anew(self, live_server, signed_in, asha, discussion, size):
        page = signed_in(asha)
        page.set_viewport_size(size)
        page.goto(live_server.url + discussion.get_absolute_url())
        page.get_by_label("Your reply").fill("Three foxes")
        post(page)
        expect(page).to_have_url(re.compile(r"#reply-\d+$"))
        expect(page.get_by_role("status").first).to_have_text("Your reply was posted.")
        expect(page.locator("article.reply").last).to_contain_text("Three foxes")
