"""Pages walked by the Tab key alone: in order, always visible, and out again (A-03, A-13, A-14)."""

import pytest

from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = {"width": 320, "height": 256}
LARGE = {"width": 1280, "height": 720}
MOST_STEPS = 400

# Where one is, how it is marked, and whether anything lies upon it.
WHERE = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  const box = here.getClientRects()[0];
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 20) / 2];
  const top = document.elementFromPoint(x, y);
  here.dataset.step ??= String(document.querySelectorAll("[data-step]").length);
  return {
    what: here.outerHTML.slice(0, 120),
    step: Number(here.dataset.step),
    outline: getComputedStyle(here).outlineStyle === "none" ? 0
      : parseFloat(getComputedStyle(here).outlineWidth),
    isSeen: Boolean(top) && (here.contains(top) || top.contains(here) || here.labels?.length > 0),
  };
}"""
# The steps that were taken, in the order of the document.
TAKEN = "[...document.querySelectorAll('[data-step]')].map((each) => Number(each.dataset.step))"


def walk(page):
    """Every stop from the top of the page until the browser's own controls."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if stop is None:
            return
        yield stop
    pytest.fail("The page does not let go of the focus.")


@pytest.fixture
def discussion(db):
    discussion = make_discussion()
    for _ in range(3):
        make_reply(discussion=discussion)
    return discussion


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("which", ["front page", "discussion", "report"])
def test_is_walked_from_top_to_bottom(live_server, page, discussion, size, which):
    paths = {
        "front page": "/",
        "discussion": discussion.get_absolute_url(),
        "report": f"/report?at={discussion.get_absolute_url()}&kind=rules",
    }
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}{paths[which]}")
    page.wait_for_load_state("networkidle")
    stops = list(walk(page))
    assert "skip-link" in stops[0]["what"]
    assert len(stops) > 10
    taken = page.evaluate(TAKEN)
    assert taken == sorted(taken), stops
    assert not [stop["what"] for stop in stops if stop["outline"] < 2]
    assert not [stop["what"] for stop in stops if not stop["isSeen"]]
