"""What happens to HTML inside bleach: other pages' elements become ours, bare addresses links."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from bleach.linkifier import LinkifyFilter

from harringay.html import addresses

Token = dict[str, Any]
Attributes = dict[Any, Any]

HREF: Final = (None, "href")
SRC: Final = (None, "src")
ALT: Final = (None, "alt")

_SECTIONS = ["address", "article", "aside", "footer", "header", "main", "nav", "section"]
_GROUPS = ["center", "div", "fieldset", "figcaption", "figure", "form", "summary"]
_ROWS = ["caption", "dd", "dl", "dt", "tr"]
_GRID = ["table", "tbody", "td", "tfoot", "th", "thead"]

# None: the element goes and what is in it stays. The page's own headings are h1 to h3.
RENAMED: Final[dict[str, str | None]] = {
    "h1": "h4",
    "h2": "h5",
    "h3": "h6",
    "del": "s",
    "strike": "s",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    **dict.fromkeys(_SECTIONS + _GROUPS + _ROWS, "p"),
    **dict.fromkeys(_GRID),
}

_LISTS = frozenset({"ol", "ul"})
_CELLS = frozenset({"td", "th"})
_LITERAL = frozenset({"a", "code", "pre"})

# Bleach's own patterns take 11 s for one word of 20,000 letters. These look back one character
# and never further than a label, so that they are linear.
_WORD_BEFORE = r"(?<![\w@./&=?#%+~-])"
_NOT_IN_PATH = r"\s\U0010fff1\U0010fff2\"“”{}|\\^`"
_PATH = rf"(?:[/?#](?:[^{_NOT_IN_PATH}]*[^{_NOT_IN_PATH}.,;:!?'’…*\]])?)?"

# Without http:// or www. only the endings met in London: “great.So we” is a missing space far
# more often than an address in Somalia.
ENDINGS: Final = "com|org|net|info|biz|uk|london|eu|ie|io|tv|edu|gov|int|museum|coop|app|community"
WEB_ADDRESS: Final = re.compile(
    rf"{_WORD_BEFORE}(?:https?://\w[\w.-]{{0,252}}"
    rf"|(?:www\.(?:[\w-]{{1,63}}\.){{1,8}}\w{{2,24}}|(?:[\w-]{{1,63}}\.){{1,8}}(?:{ENDINGS}))"
    rf"(?![\w@-]|\.\w))(?::[0-9]{{1,5}})?{_PATH}",
    re.IGNORECASE,
)
MAIL_ADDRESS: Final = re.compile(
    rf"{_WORD_BEFORE}[a-z0-9_][\w.+'-]{{0,63}}@(?:[a-z0-9-]{{1,63}}\.){{1,8}}[a-z]{{2,24}}(?![\w@-])",
    re.IGNORECASE,
)


class Links(LinkifyFilter):
    """Tidies the stream and links the bare addresses in it: a filter for bleach's `Cleaner`."""

    def __init__(self, source: Iterable[Token]) -> None:
        tidy = Tidy(source)
        super().__init__(
            tidy,  # type: ignore[arg-type]  # any stream of tokens will do
            callbacks=[tidy.accept_link],  # type: ignore[list-item]  # None refuses a link
            parse_email=True,
            url_re=WEB_ADDRESS,
            email_re=MAIL_ADDRESS,
        )


class Tidy:
    """A stream of tokens in which every element has its place, or has gone.

    Invariants
      - `_open` holds, outermost first, what became of each element now open.
    """

    def __init__(self, source: Iterable[Token]) -> None:
        self._source = source
        self._open: list[str | None] = []

    def __iter__(self) -> Iterator[Token]:
        for token in self._source:
            match token["type"]:
                case "StartTag":
                    yield from self._start(token)
                case "EndTag":
                    yield from self._end(token)
                case "EmptyTag":
                    yield from self._empty(token)
                case _:
                    yield token

    def accept_link(self, attributes: Attributes, is_new: bool) -> Attributes | None:  # noqa: FBT001 - LinkifyFilter calls it so
        """What LinkifyFilter asks of each link: a new one must be welcome where it stands."""
        if not is_new:
            return attributes
        address = addresses.safe(attributes[HREF])
        if address is None or _LITERAL.intersection(self._open):
            return None
        return {**attributes, HREF: address}

    def _start(self, token: Token) -> Iterator[Token]:
        name = self._place(token)
        self._open.append(name)
        if token["name"] in _CELLS:
            yield {"type": "SpaceCharacters", "data": " "}
        if name:
            yield {**token, "name": name}

    def _end(self, token: Token) -> Iterator[Token]:
        name = self._open.pop()
        if name:
            yield {**token, "name": name}

    def _empty(self, token: Token) -> Iterator[Token]:
        if token["name"] != "img":
            yield token
        elif SRC in token["data"]:
            yield {**token, "data": {**token["data"], ALT: token["data"].get(ALT, "")}}

    def _place(self, token: Token) -> str | None:
        """What an element becomes where it stands."""
        name: str = token["name"]
        if name == "a" and (HREF not in token["data"] or "a" in self._open):
            return None
        if name == "li" and (not self._open or self._open[-1] not in _LISTS):
            # Alone it would close the list item of the page around it.
            return "p"
        return RENAMED.get(name, name)
