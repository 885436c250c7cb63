"""The pages that are measured, and who asks for them."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

from bench import content
from bench.content import Size
from forum.models import Discussion

EVERYBODY = ("visitor", "member")
# Who asks for a page that is not kept, or is no longer true.
FIRST = "first visitor"
TWENTY, REPLYING = "thread of 20", "posting a reply"
MANY, ONE = 8, 1


@dataclass(frozen=True)
class Page:
    """One address as one kind of reader asks for it, over so many connections at once.

    A page that is known is asked for with the ETag it had; one with a body is posted. `site` is
    the forum whose page it is, where it is another than ours.
    """

    name: str
    path: str
    reader: str
    status: int = HTTPStatus.OK
    connections: int = MANY
    is_known: bool = False
    is_posted: bool = False
    site: str = ""

    @property
    def key(self) -> str:
        return ", ".join(filter(None, (self.site, self.name, self.reader)))

    @property
    def ours(self) -> str:
        """The key of the same page of our own."""
        return replace(self, site="").key

    @property
    def short(self) -> str | None:
        """The key of the same forum's thread of twenty, for a page of any thread."""
        return replace(self, name=TWENTY).key if self.name.startswith("thread of") else None


def names(size: Size) -> list[str]:
    """The pages that every forum is asked for."""
    return [
        *("front page", "discussion list", TWENTY),
        *(f"thread of {length:,}, first page" for length in (size.long, size.longest)),
        f"thread of {size.longest:,}, last page",
        *("search, rare word", "search, common word"),
    ]


def reading(size: Size) -> list[Page]:
    """Everything that visitors and members read."""
    addresses = zip(names(size), _addresses(), strict=True)
    readers = ("visitor", FIRST, "member")
    read = [Page(name, path, who) for name, path in addresses for who in readers]
    feed = "/feeds/discussions.atom"
    return [
        *read,
        Page("feed", feed, "visitor"),
        Page("feed", feed, FIRST),
        Page("feed, ETag known", feed, "visitor", HTTPStatus.NOT_MODIFIED, is_known=True),
    ]


def posting(discussion: Discussion) -> Page:
    """A reply sent to a short discussion, one at a time."""
    path = f"{discussion.get_absolute_url()}/replies"
    return Page(REPLYING, path, "member", HTTPStatus.FOUND, ONE, is_posted=True)


def limits() -> list[Page]:
    """The bare views: L0, L1 and the insert."""
    twenty = Discussion.objects.get(slug=content.TWENTY)
    return [
        Page("L0, a constant", "/constant", "bare"),
        Page("L1, 20 replies", f"/twenty/{twenty.pk}", "bare"),
        Page("an insert", "/insert", "bare", HTTPStatus.FOUND, ONE, is_posted=True),
    ]


def _addresses() -> list[str]:
    """In the order of `names`."""
    longest = Discussion.objects.get(slug=content.LONGEST)
    thread = "/forum/topics/"
    return [
        *("/", "/forum"),
        *(thread + slug for slug in (content.TWENTY, content.LONG, content.LONGEST)),
        f"{thread}{content.LONGEST}?page={longest.page_count}",
        *(_search(word) for word in (content.RARE, content.COMMON)),
    ]


def _search(word: str) -> str:
    return f"/search?{urlencode({'q': word})}"
