"""What a phone fetches for a discussion that it has never seen, and whether that stays put.

Files leave as whitenoise compresses them, once, which the tests' own server does not.
"""

import gzip
from urllib.parse import urlsplit

import pytest

from tests.factories import make_discussion, make_member, make_reply
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

KILOBYTE = 1024
MOST_BYTES = 60 * KILOBYTE
MOST_SCRIPT = 25 * KILOBYTE
MOST_REQUESTS = 8
MOST_SHIFT = 0.01
COMPRESSED = (".css", ".js", ".svg")
# A browser with a window asks for the icon, and one that could install the site for the manifest.
OF_WINDOWS = ("/static/img/favicon.svg", "/manifest.webmanifest")

WORDS = (
    "I saw two of them by the railway on Tuesday, and the smaller one had no fear of anybody at "
    "all. Whoever leaves the bins open at the corner of {} might like to think about that."
)
STREETS = ("Wightman Road", "Allison Road", "Green Lanes", "Hewitt Road", "Umfreville Road")
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const add = (list) => { for (const entry of list.getEntries()) sum += entry.value; };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  const frame = () => new Promise(requestAnimationFrame);
  document.fonts.ready.then(frame).then(frame).then(() => done(sum));
})"""


@pytest.fixture
def discussion():
    """Twenty replies by ten people, some of them to one another."""
    people = [make_member(name=f"Neighbour {nth}") for nth in range(10)]
    discussion = make_discussion(author=people[0], tags=["foxes", "bins"])
    last = None
    for nth in range(20):
        body = "\n\n".join(WORDS.format(street) for street in STREETS[: 1 + nth % 3])
        parent = last if nth % 3 else None
        last = make_reply(discussion=discussion, author=people[nth % 10], parent=parent, body=body)
    return discussion


def on_the_wire(response) -> int:
    """Bytes of the body as the running site sends it."""
    path = urlsplit(response.url).path
    if path.startswith("/static/"):
        body = response.body()
        return len(gzip.compress(body, 9)) if path.endswith(COMPRESSED) else len(body)
    return int(response.headers["content-length"])


@pytest.fixture
def fetched(live_server, page, client, discussion):
    """Bytes by path of all that the page asks for, without being touched."""
    responses = []
    page.set_viewport_size(PHONE)
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108  it marks it
    page.goto(live_server.url + discussion.get_absolute_url(), wait_until="networkidle")
    sizes = {urlsplit(each.url).path: on_the_wire(each) for each in responses}
    assert all(each.url.startswith(live_server.url) for each in responses)
    for path in OF_WINDOWS:
        if path not in sizes:
            sizes[path] = len(page.request.get(live_server.url + path).body())
    return sizes


class TestColdDiscussion:
    def test_is_light_and_asks_for_little(self, fetched):
        assert sum(fetched.values()) <= MOST_BYTES, fetched
        assert len(fetched) <= MOST_REQUESTS, fetched

    def test_brings_no_more_script_than_reading_needs(self, fetched):
        scripts = {path: size for path, size in fetched.items() if path.endswith(".js")}
        assert scripts.keys() == {"/static/js/site.js"}
        assert sum(scripts.values()) <= MOST_SCRIPT

    @pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
    def test_stays_where_it_is(self, live_server, page, discussion, window):
        page.set_viewport_size(window)
        page.goto(live_server.url + discussion.get_absolute_url(), wait_until="networkidle")
        assert page.evaluate(SHIFT) <= MOST_SHIFT
