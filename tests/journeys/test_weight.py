"""What a phone fetches for a discussion that it has never seen, and whether that stays put.

It is asked of a site that really runs, and counted as the browser counts: headers included.
"""

from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

KILOBYTE = 1000
MOST_BYTES = 60 * KILOBYTE
MOST_SCRIPT = 25 * KILOBYTE
MOST_REQUESTS = 8
MOST_SHIFT = 0.01

DISCUSSION = """
from tests.factories import make_discussion, make_member, make_reply
words = (
    "I saw two of them by the railway on Tuesday, and the smaller one had no fear of anybody at "
    "all. Whoever leaves the bins open at the corner of {} might like to think about that."
)
streets = ("Wightman Road", "Allison Road", "Green Lanes", "Hewitt Road", "Umfreville Road")
people = [make_member(name=f"Neighbour {nth}") for nth in range(10)]
discussion = make_discussion(author=people[0], tags=["foxes", "bins"])
last = None
for nth in range(20):
    body = "\\n\\n".join(words.format(street) for street in streets[: 1 + nth % 3])
    parent = last if nth % 3 else None
    last = make_reply(discussion=discussion, author=people[nth % 10], parent=parent, body=body)
print(discussion.get_absolute_url())
"""
HEAD_LINKS = "() => [...document.querySelectorAll('[rel=icon], [rel=manifest]')].map((a) => a.href)"
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const add = (list) => { for (const entry of list.getEntries()) sum += entry.value; };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  const frame = () => new Promise(requestAnimationFrame);
  document.fonts.ready.then(frame).then(frame).then(() => done(sum));
})"""


@pytest.fixture(scope="module")
def discussion(demo_site):
    """Its address: twenty replies by ten people, some of them to one another."""
    made = demo_site.manage("shell", "--no-imports", "--command", DISCUSSION)
    assert made.returncode == 0, made.stderr
    return demo_site.url + made.stdout.strip()


class Wire:
    """What comes over it, as Chromium's own network panel counts."""

    def __init__(self, page):
        self._addresses, self._bytes = {}, {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event):
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event):
        self._bytes[event["requestId"]] = event["encodedDataLength"]

    def by_address(self):
        return {address: self._bytes[nth] for nth, address in self._addresses.items()}


@pytest.fixture
def fetched(page, demo_site, discussion):
    """Bytes by path of all that the page asks for, without being touched."""
    page.set_viewport_size(PHONE)
    wire = Wire(page)
    page.goto(discussion, wait_until="networkidle")
    # One with a window asks for the icon, and one that could install the site for the manifest.
    for address in set(page.evaluate(HEAD_LINKS)) - wire.by_address().keys():
        page.evaluate("async (address) => (await fetch(address)).text()", address)
    page.wait_for_load_state("networkidle")
    assert [each for each in wire.by_address() if not each.startswith(demo_site.url)] == []
    return {urlsplit(address).path: size for address, size in wire.by_address().items()}


class TestColdDiscussion:
    def test_is_light_and_asks_for_little(self, fetched):
        assert sum(fetched.values()) <= MOST_BYTES, fetched
        assert len(fetched) <= MOST_REQUESTS, fetched

    def test_brings_no_more_script_than_reading_needs(self, fetched):
        (script,) = (size for path, size in fetched.items() if path.endswith(".js"))
        assert script <= MOST_SCRIPT

    @pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
    def test_stays_where_it_is(self, page, discussion, window):
        page.set_viewport_size(window)
        page.goto(discussion, wait_until="networkidle")
        assert page.evaluate(SHIFT) <= MOST_SHIFT
