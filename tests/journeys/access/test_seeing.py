"""What eyes and fingers need that no tool asks for: room, edges, stillness, paper (A-15 … A-40)."""

import pytest

from tests.factories import make_discussion, make_member, make_reply
from tests.journeys.access.neighbourhood import WORD_WITHOUT_END

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = {"width": 320, "height": 568}
WIDE = {"width": 844, "height": 390}
DEEPEST = 10
TOUCH = 44

# What is pressed and stands by itself: links in a text are exempt, and what nobody can see.
TOO_SMALL = """(least) => [...document.querySelectorAll(
  "button, select, summary, .button, .actions__link, .pagination a, .sections a, .tag, "
  + "input:not([type=hidden], [type=checkbox], [type=radio])"
)].filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  && !each.closest(".visually-hidden, .field--decoy"))
  .filter((each) => each.getBoundingClientRect().height < least - 0.5)
  .map((each) => `${each.getBoundingClientRect().height}: ${each.outerHTML.slice(0, 120)}`)"""
STICKS_OUT = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .filter((each) => !each.closest(".visually-hidden, pre, .prose :has(> table)"))
  .map((each) => each.outerHTML.slice(0, 120))"""
SPACED_OUT = """() => {
  for (const each of document.querySelectorAll("body, body *")) {
    each.style.lineHeight = "1.5";
    each.style.letterSpacing = "0.12em";
    each.style.wordSpacing = "0.16em";
    if (each.matches("p")) each.style.marginBlockEnd = "2em";
  }
}"""
CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter((each) => !each.closest(".visually-hidden, .skip-link") && each.checkVisibility())
  .filter((each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowY))
  .filter((each) => each.innerText && each.scrollHeight > each.clientHeight + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""
MOVES = """() => [...document.querySelectorAll("*")].filter((each) => {
  const how = getComputedStyle(each);
  const longest = Math.max(...how.transitionDuration.split(",").map(parseFloat));
  return longest > 0.1 || how.animationName !== "none" || how.scrollBehavior === "smooth";
}).map((each) => each.outerHTML.slice(0, 120))"""
# Each field's edge against what is around it, as WCAG counts.
FAINT = """() => {
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const around = (each) => {
    const colour = getComputedStyle(each).backgroundColor;
    const isClear = colour === "rgba(0, 0, 0, 0)" && each.parentElement;
    return isClear ? around(each.parentElement) : colour;
  };
  return [...document.querySelectorAll("select, textarea, input:not([type=hidden])")]
    .filter((each) => each.checkVisibility() && !each.matches("[type=checkbox], [type=radio]"))
    .filter((each) => !each.closest(".field--decoy, .visually-hidden"))
    .map((each) => {
      const [edge, ground] = [getComputedStyle(each).borderTopColor, around(each.parentElement)];
      const [less, more] = [light(edge), light(ground)].sort((one, other) => one - other);
      return { each: each.outerHTML.slice(0, 80), contrast: (more + 0.05) / (less + 0.05) };
    });
}"""
WITHOUT_EDGE = """() => [...document.querySelectorAll(
  ".button, button, select, textarea, .field input"
)]
  .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden, .field--decoy"))
  .filter((each) => !each.matches(".actions__link, [type=hidden]"))
  .filter((each) => {
    const how = getComputedStyle(each);
    return [how.borderTopStyle, how.outlineStyle, how.appearance].every((said) => said === "none");
  }).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A screen that is touched."""
    return {**browser_context_args, "has_touch": True}


@pytest.fixture
def discussion(db):
    """As deep as can be, with words that have no end."""
    discussion = make_discussion(body=WORD_WITHOUT_END, tags=["foxes"])
    parent = None
    for nth in range(DEEPEST):
        author = make_member(name=f"{'Wolverhampton' * 3} {nth}")
        body = f"{WORD_WITHOUT_END[:200]}\n\nhttps://example.org/{'way/' * 60}"
        parent = make_reply(discussion=discussion, parent=parent, author=author, body=body)
    return discussion


@pytest.fixture(params=["front page", "discussion", "report", "join"])
def opened(request, live_server, page, discussion):
    """One of the main pages, on a small phone."""
    paths = {
        "front page": "/",
        "discussion": discussion.get_absolute_url(),
        "report": f"/report?at={discussion.get_absolute_url()}&kind=rules",
        "join": "/accounts/signup/",
    }
    page.set_viewport_size(NARROW)
    page.goto(f"{live_server.url}{paths[request.param]}")
    page.wait_for_load_state("networkidle")
    return page


def test_what_is_pressed_is_44_px_high(opened):
    assert opened.evaluate(TOO_SMALL, TOUCH) == []


def test_nothing_sticks_out_upright_or_lying(opened):
    for size in (NARROW, WIDE):
        opened.set_viewport_size(size)
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert opened.evaluate(STICKS_OUT) == []


def test_wider_lines_and_letters_break_nothing(opened):
    opened.evaluate(SPACED_OUT)
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.evaluate(STICKS_OUT) == []
    assert opened.evaluate(CUT_OFF) == []


def test_letters_of_twice_the_size_break_nothing(opened):
    opened.evaluate("document.documentElement.style.fontSize = '36px'")
    assert opened.evaluate(STICKS_OUT) == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.evaluate(CUT_OFF) == []


def test_nothing_moves_for_whoever_wants_stillness(opened):
    opened.emulate_media(reduced_motion="reduce")
    assert opened.evaluate(MOVES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fields_have_an_edge_that_is_seen(opened, scheme):
    opened.emulate_media(color_scheme=scheme)
    fields = opened.evaluate(FAINT)
    assert [field for field in fields if field["contrast"] < 3] == []


def test_with_colours_of_one_s_own_all_that_is_pressed_has_an_edge(opened):
    opened.emulate_media(forced_colors="active")
    assert opened.evaluate(WITHOUT_EDGE) == []


def test_on_paper_there_is_the_talk_in_order_with_who_said_it(live_server, page, discussion):
    page.goto(f"{live_server.url}{discussion.get_absolute_url()}")
    page.emulate_media(media="print")
    said = page.locator(".reply__author:visible").all_inner_texts()
    assert [name.rpartition(" ")[2] for name in said] == [str(nth) for nth in range(DEEPEST)]
    assert page.locator("h1").is_visible()
    for pressed in (".actions", ".sections", ".reach", "form"):
        assert page.locator(f"{pressed}:visible").count() == 0
