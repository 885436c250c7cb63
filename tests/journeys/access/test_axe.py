"""What axe-core finds on the pages, in light and dark, on a narrow and a wide screen (A-41)."""

import pytest

from tests.authorisation.roles import Role
from tests.factories import make_discussion, make_reply
from tests.journeys.access.pages import own_paths_of
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All that a dark scheme changes.
COLOURS = ["color-contrast", "link-in-text-block"]
# A colour on its way to another would be measured too early; the admin's take 150 ms. And a page
# within a page, a badge on trial, is looked at as a page of its own.
RUN = """async (runOnly) => {
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
  const { violations } = await axe.run({ runOnly, resultTypes: ["violations"], iframes: false });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\\n${failureSummary}`));
}"""


def findings(page):
    """What is wrong on the page that is open, each with how it was looked at."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            for found in page.evaluate(RUN, rules):
                yield f"{page.url}, {size['width']} px, {scheme}\n{found}"


@pytest.mark.parametrize("role", [Role.VISITOR, Role.MEMBER, Role.MODERATOR])
def test_axe_finds_nothing(signed_in_as, live_server, place, tool, role):
    page = signed_in_as(role)
    page.context.add_init_script(path=tool("node_modules/axe-core/axe.min.js"))
    found = []
    for path in own_paths_of(role, place):
        page.goto(f"{live_server.url}{path}")
        found += findings(page)
    assert not found, "\n\n".join(found)


def test_nothing_is_too_small_wherever_the_bar_of_a_phone_lies_upon_it(
    live_server, page, db, asha, ben, tool
):
    discussion = make_discussion(author=asha)
    for _ in range(8):
        make_reply(discussion=discussion, author=ben)
    page.context.add_init_script(path=tool("node_modules/axe-core/axe.min.js"))
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + discussion.get_absolute_url())
    found = []
    for place in range(0, 240, 12):
        page.evaluate("place => scrollTo(0, place)", place)
        found += page.evaluate(RUN, {"type": "rule", "values": ["target-size"]})
    assert not found, "\n\n".join(found)
