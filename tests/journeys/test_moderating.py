"""A scripted week: reported by a visitor, decided, appealed, reversed, and on record.

Issue 5, "Shown by". The presses of the moderator and the seconds of each part are counted; the
screens are kept in DATA_DIR/screenshots.
"""

import sys
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect

from forum.moderation import auditing, links
from forum.moderation.models import Case, Decision, OfficialLetter, Report
from tests.factories import make_discussion, make_reply
from tests.journeys.conftest import DESK, SIZES

pytestmark = pytest.mark.django_db(transaction=True)

RUDE = "My neighbour at number 12 is a thief, and everybody knows it."


class Presses:
    """A page, and how often something on it was pressed since the last count."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, name: str, *, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        self.count += 1


def sign_in(browser, live_server, client_of, member, size) -> Page:
    context = browser.new_context(viewport=size)
    cookie = client_of(member).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page: Page = context.new_page()
    return page


def report_as_a_visitor(browser, live_server, discussion, size, keep) -> Report:
    """A neighbour without an account, from the reply itself."""
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{live_server.url}{discussion.get_absolute_url()}")
    page.locator("article.reply").get_by_role("link", name="Report", exact=False).click()
    keep(page, f"report-kinds-{size['width']}")
    page.get_by_role("link", name="Breaks house rules", exact=False).click()
    page.get_by_label("What is wrong?").fill("He calls somebody a thief. It is not true.")
    page.get_by_label("Your e-mail address").fill("carl@example.com")
    page.get_by_label("I believe that what I say here is true").check()
    page.wait_for_timeout(3100)  # nobody writes a report in less
    keep(page, f"report-{size['width']}")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report R-")
    keep(page, f"report-status-{size['width']}")
    return Report.objects.get()


def decide(page: Page, live_server, width, keep) -> int:
    """How many presses it takes a moderator from opening the queue to done."""
    page.goto(f"{live_server.url}/admin/queue/")
    keep(page, f"queue-{width}")
    hand = Presses(page)
    hand.press("Hide the reply")
    expect(page.get_by_role("status")).to_be_visible()
    keep(page, f"queue-done-{width}")
    return hand.count


@SIZES
def test_a_week_of_moderation(browser, live_server, client_of, mo, owner, keep, capsys, size):
    began = time.monotonic()
    discussion = make_discussion()
    make_reply(discussion=discussion, body=RUDE)
    visitor = browser.new_context(viewport=DESK).new_page()
    address = f"{live_server.url}{discussion.get_absolute_url()}"

    report = report_as_a_visitor(browser, live_server, discussion, size, keep)
    assert OfficialLetter.objects.filter(email="carl@example.com").exists()

    # A moderator decides.
    moderators = sign_in(browser, live_server, client_of, mo, size)
    presses = decide(moderators, live_server, size["width"], keep)
    assert presses <= 3
    visitor.goto(address)
    assert RUDE not in visitor.content()

    # The author reads why, without signing in, and appeals.
    decision = Decision.objects.get()
    author = browser.new_context(viewport=size).new_page()
    author.goto(f"{live_server.url}{links.decision_path(decision)}")
    expect(author.get_by_text("Somebody reported it to us.", exact=False)).to_be_visible()
    assert "carl@example.com" not in author.content()
    author.get_by_label("Why do you think that we are wrong?").fill("It was in the paper.")
    author.get_by_role("button", name="Appeal").click()
    expect(author.get_by_role("status")).to_contain_text("We have your appeal")
    keep(author, f"decision-{size['width']}")

    # The owner reverses it.
    owners = sign_in(browser, live_server, client_of, owner, size)
    owners.goto(f"{live_server.url}/admin/queue/")
    keep(owners, f"queue-appealed-to-{size['width']}")
    hand = Presses(owners)
    hand.press("Undo the decision")
    assert hand.count <= 3

    # Everything is back, and on record.
    visitor.goto(address)
    assert RUDE in visitor.content()
    decision.refresh_from_db()
    assert decision.is_undone
    assert decision.undone_by == owner
    author.reload()
    expect(author.get_by_role("status")).to_contain_text("has been undone")
    assert not Case.objects.open().exists()
    assert report.case.reports.count() == 1
    assert auditing.verify() == []
    call_command("verify_audit")
    with capsys.disabled():
        sys.stdout.write(
            f"\nA week: {presses + hand.count} presses, {time.monotonic() - began:.0f} s\n"
        )
