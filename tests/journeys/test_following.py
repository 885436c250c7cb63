"""A neighbour follows a discussion, is mailed an answer, and stops that from the mail itself."""

import email
import re
from email import policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.factories import make_discussion, make_reply
from tests.journeys.conftest import SIZES
from tests.notifications.working import later, run

pytestmark = pytest.mark.django_db(transaction=True)

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mailbox(tmp_path, settings):
    """The folder into which mail goes where there is no mail server."""
    settings.EMAIL_BACKEND = "harringay.mail.FolderBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


@pytest.fixture
def discussion(mo):
    return make_discussion(author=mo, title="Foxes on the Passage")


def work(mailbox: Path, member):
    """What has come to a member by mail once the worker has done all that there is to do."""
    run()
    later(hours=1)
    run()
    files = sorted(mailbox.glob("*.eml"))
    mails = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [mail for mail in mails if mail["To"] == member.email]


def path_of(link: str) -> str:
    """Where a link of a mail leads on the site of this story."""
    return urlsplit(link).path


def follow(page, live_server, discussion):
    """Followed from the discussion, and heard of straight away."""
    page.goto(live_server.url + discussion.get_absolute_url())
    page.get_by_role("button", name="Follow this discussion").locator("visible=true").first.click()
    expect(page.get_by_role("status").first).to_contain_text("You now follow")
    page.goto(f"{live_server.url}/settings/following")
    page.get_by_label("How soon you hear of Foxes on the Passage").select_option("Straight away")
    page.get_by_role("button", name="Save for Foxes on the Passage").click()
    expect(page.get_by_role("status").first).not_to_be_empty()


@SIZES
def test_a_mail_comes_and_its_link_stops_them(
    live_server, browser, signed_in, mailbox, asha, discussion, size, keep
):
    page = signed_in(asha)
    page.set_viewport_size(size)
    follow(page, live_server, discussion)
    keep(page, f"following-{size['width']}")

    make_reply(discussion=discussion, body="I saw them too.")
    (mail,) = work(mailbox, asha)
    assert "I saw them too." in mail.get_body(("plain",)).get_content()

    # Another browser, in which nobody is signed in.
    visitor = browser.new_context(viewport=size, service_workers="block").new_page()
    shown = mail.get_body(("html",)).get_content()
    link = re.search(r'href="([^"]+)">Stop following it, or stop such mail', shown)
    assert link
    visitor.goto(live_server.url + path_of(link[1]))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Stop this mail?")
    keep(visitor, f"unsubscribe-{size['width']}")
    visitor.get_by_role("button", name="Stop everything about “Foxes on the Passage”").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("It is done")
    keep(visitor, f"unsubscribed-{size['width']}")
    assert visitor.context.cookies() == []

    make_reply(discussion=discussion, body="And another one.")
    assert len(work(mailbox, asha)) == 1

    # It was the wrong button: it is taken back where it was pressed.
    visitor.get_by_role("button", name=re.compile("Send it again: everything about")).click()
    expect(visitor.get_by_role("button", name=re.compile("^Stop everything about"))).to_be_visible()
    # Who has not read what they were mailed is not mailed again.
    page.goto(live_server.url + discussion.get_absolute_url())
    make_reply(discussion=discussion, body="A third.")
    assert len(work(mailbox, asha)) == 2
    visitor.context.close()


def test_a_mail_program_stops_them_with_one_click(
    live_server, signed_in, mailbox, asha, discussion
):
    follow(signed_in(asha), live_server, discussion)
    make_reply(discussion=discussion, body="I saw them too.")
    (mail,) = work(mailbox, asha)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.search(r"<(https?://[^>]+)>", mail["List-Unsubscribe"])
    assert link
    # It has no cookie, and no token of a form's.
    program = Client(enforce_csrf_checks=True)
    assert program.post(path_of(link[1]), ONE_CLICK).status_code == 200

    make_reply(discussion=discussion, body="And another one.")
    assert len(work(mailbox, asha)) == 1
