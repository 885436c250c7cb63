"""Clean HTML read back as plain text: for search, mail, feeds and lists."""

import re
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings

_BLOCKS = {"blockquote", "h4", "h5", "h6", "hr", "ol", "p", "pre", "ul"}
_SPACES = re.compile(r"[ \t\n]+")
# Looking back keeps it linear where there are thousands of spaces.
_LINE_END = re.compile(r"(?<![ \t])[ \t]+\n")
_GAP = re.compile(r"\n{3,}")
# What is in a tag has no < or >; what begins with & may be a space.
_SAYS = re.compile(r"(?:^|>)\s*[^<\s&]")


def excerpt(clean_html: str, length: int = 300) -> str:
    """The beginning as plain text on one line, at most `length` characters, cut at a word."""
    return shorten(" ".join(to_text(clean_html).split()), length)


def shorten(text: str, length: int) -> str:
    """The text, or as many whole words of it as leave room for an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    if not text[length - 1].isspace():
        # A first word longer than all the room there is has to be cut.
        head = head.rpartition(" ")[0] or head
    return head.rstrip() + "…"


# What a form has looked at is soon indexed.
@lru_cache(maxsize=16)
def to_text(clean_html: str) -> str:
    """Plain text with a blank line between paragraphs; a list item begins with a dash."""
    reader = _Reader()
    reader.feed(clean_html)
    reader.close()
    return _GAP.sub("\n\n", _LINE_END.sub("\n", "".join(reader.pieces))).strip()


def says_something(clean_html: str) -> bool:
    """Whether there is more to its plain text than white space."""
    return bool(_SAYS.search(clean_html) or to_text(clean_html).strip())


def links_outside(clean_html: str) -> list[str]:
    """Where its links lead that lead to other sites; what somebody quotes is not theirs."""
    if 'href="http' not in clean_html:
        return []
    reader = _Links()
    reader.feed(clean_html)
    reader.close()
    return reader.found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._quotes = 0
        self._ours = urlsplit(settings.SITE_URL).hostname

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quotes += tag == "blockquote"
        address = dict(attrs).get("href") or ""
        if tag != "a" or self._quotes or not address.startswith(("http:", "https:")):
            return
        if urlsplit(address).hostname != self._ours:
            self.found.append(address)

    def handle_endtag(self, tag: str) -> None:
        self._quotes -= tag == "blockquote"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._in_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_pre = self._in_pre or tag == "pre"
        if tag == "li":
            self.pieces.append("\n- ")
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._in_pre = False
        if tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._in_pre:
            data = _SPACES.sub(" ", data)
            begins_line = not self.pieces or self.pieces[-1].endswith("\n")
            data = data.lstrip(" ") if begins_line else data
        self.pieces.append(data)
