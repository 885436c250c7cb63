"""What a thread sounds like: the browser's accessibility tree, and a virtual screen reader (A-26).

The golden files are what it sounded like when somebody last listened. If a change is meant, put the
text that the test shows in its place.
"""

import subprocess
from pathlib import Path

import pytest

from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db(transaction=True)

DATA = Path(__file__).parents[2] / "data"
GOLDEN = DATA / "thread_as_it_sounds.txt"
SPOKEN = DATA / "thread_as_it_is_read_out.txt"
LISTEN = Path(__file__).parent / "listen.mjs"
# How long ago it was is another test's matter.
STOP_THE_CLOCK = """document.querySelectorAll("time").forEach((each) => {
  each.textContent = "just now";
  each.title = "today";
})"""


@pytest.fixture
def discussion(db):
    """Three levels, and beneath them an answer to the first once more."""
    discussion = make_discussion(author=make_member(name="Wendy Green", address="wendy"))
    asha, ben = (make_member(name=name) for name in ("Asha Ravindran", "Ben Okafor"))
    first = make_reply(discussion=discussion, author=asha, body="By the railway?")
    second = make_reply(parent=first, author=ben, body="By the park.")
    make_reply(parent=second, author=asha, body="Which one?")
    make_reply(parent=first, author=ben, body="A bigger one, too.")
    return discussion


def test_a_thread_of_three_levels_sounds_as_it_did(live_server, page, discussion):
    page.goto(f"{live_server.url}{discussion.get_absolute_url()}")
    page.wait_for_load_state("networkidle")
    page.evaluate(STOP_THE_CLOCK)
    heard = page.locator("section", has=page.locator("#replies")).aria_snapshot()
    heard = "\n".join(line for line in heard.splitlines() if "/url:" not in line)
    assert heard == GOLDEN.read_text().rstrip("\n"), heard


def test_a_screen_reader_says_of_it_what_it_said(live_server, page, discussion, tool):
    packages = tool("node_modules/@guidepup/virtual-screen-reader/package.json").parents[2]
    page.goto(f"{live_server.url}{discussion.get_absolute_url()}")
    page.wait_for_load_state("networkidle")
    page.evaluate(STOP_THE_CLOCK)
    said = subprocess.run(
        [tool(".venv/bin/node"), LISTEN, packages, "replies"],
        input=page.content(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout == SPOKEN.read_text(), said.stdout + said.stderr


def test_headings_alone_tell_who_replied_to_whom(live_server, page, discussion):
    page.goto(f"{live_server.url}{discussion.get_absolute_url()}")
    page.evaluate(STOP_THE_CLOCK)
    headings = page.locator("section", has=page.locator("#replies")).get_by_role("heading", level=3)
    assert [" ".join(each.split()) for each in headings.all_text_contents()][:4] == [
        "Reply 1 by Asha Ravindran just now",
        "Reply 2 by Ben Okafor to Asha Ravindran, just now",
        "Reply 3 by Asha Ravindran to Ben Okafor (reply 2), above · just now",
        "Reply 4 by Ben Okafor to Asha Ravindran, just now",
    ]
