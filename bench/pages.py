"""The pages that are measured, and who asks for them."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from bench import content
from bench.content import Size
from forum.models import Discussion

EVERYBODY = ("visitor", "member")
MANY, ONE = 8, 1


@dataclass(frozen=True)
class Page:
    """One address as one kind of reader asks for it, over so many connections at once.

    A page that is known is asked for with the ETag it had; one with a body is posted.
    """

    name: str
    path: str
    reader: str
    status: int = HTTPStatus.OK
    connections: int = MANY
    is_known: bool = False
    is_posted: bool = False

    @property
    def key(self) -> str:
        return f"{self.name}, {self.reader}"


def reading(size: Size) -> list[Page]:
    """Everything that visitors and members read."""
    addresses = _addresses(size)
    both = [Page(name, path, who) for name, path in addresses.items() for who in EVERYBODY]
    feed = "/feeds/discussions.atom"
    return [
        *both,
        Page("feed", feed, "visitor"),
        Page("feed, ETag known", feed, "visitor", HTTPStatus.NOT_MODIFIED, is_known=True),
    ]


def posting(discussion: Discussion) -> Page:
    """A reply sent to a short discussion, one at a time."""
    path = f"{discussion.get_absolute_url()}/replies"
    return Page("posting a reply", path, "member", HTTPStatus.FOUND, ONE, is_posted=True)


def limits() -> list[Page]:
    """The bare views: L0, L1 and the insert."""
    twenty = Discussion.objects.get(slug=content.TWENTY)
    return [
        Page("L0, a constant", "/constant", "bare"),
        Page("L1, 20 replies", f"/twenty/{twenty.pk}", "bare"),
        Page("an insert", "/insert", "bare", HTTPStatus.FOUND, ONE, is_posted=True),
    ]


def _addresses(size: Size) -> dict[str, str]:
    longest = Discussion.objects.get(slug=content.LONGEST)
    thread = "/forum/topics/"
    return {
        "front page": "/",
        "discussion list": "/forum",
        "thread of 20": thread + content.TWENTY,
        f"thread of {size.long:,}, first page": thread + content.LONG,
        f"thread of {size.longest:,}, first page": thread + content.LONGEST,
        f"thread of {size.longest:,}, last page": (
            f"{thread}{content.LONGEST}?page={longest.page_count}"
        ),
        "search, rare word": _search(content.RARE),
        "search, common word": _search(content.COMMON),
    }


def _search(word: str) -> str:
    return f"/search?{urlencode({'q': word})}"
