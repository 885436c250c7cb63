"""HTML that came by e-mail, as the plain text that was seen, with `>` before what is quoted."""

import re
from html.parser import HTMLParser
from typing import Final

import nh3

from harringay.html import limits
from harringay.html.cleaning import printable

LENGTH: Final = 500_000  # ten times what Outlook makes of a page of text
MOST_TAGS: Final = 10_000  # as many; a parser takes half a second for so many that never end
DEEPEST: Final = 9

_ENDS_LINE: Final = {"br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "tr"}
_ENDS_PARAGRAPH: Final = {"blockquote", "ol", "p", "pre", "table", "ul"}
_CONTENT_GOES: Final = {"script", "style", "title", "template", "noscript", "head"}

_SPACES = re.compile(r"\s+")
_GAP = re.compile(r"\n{3,}")


def mail_to_text(source: str) -> str:
    """Plain text: lines as they were shown. Empty where a parser would make too much of it."""
    source = printable(source[:LENGTH])
    if source.count("<") > MOST_TAGS:
        return ""
    try:
        limits.check_tangle(source)
    except limits.TooDeep:
        return ""
    reader = _Reader()
    reader.feed(
        nh3.clean(
            source,
            tags=_ENDS_LINE | _ENDS_PARAGRAPH,
            attributes={},
            clean_content_tags=_CONTENT_GOES,
        )
    )
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects lines, each with as many `>` before it as it is deep in quotations."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._in_pre = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._end(tag, is_break=tag in {"br", "hr"})
        self._depth += tag == "blockquote"
        self._in_pre = self._in_pre or tag == "pre"
        if tag == "li":
            self._line = "- "

    def handle_endtag(self, tag: str) -> None:
        self._end(tag)
        self._depth -= tag == "blockquote"
        self._in_pre = self._in_pre and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._in_pre:
            *ended, data = data.split("\n")
            for line in ended:
                self._line += line
                self._put()
        else:
            data = _SPACES.sub(" ", data)
        self._line += data if self._line or self._in_pre else data.lstrip()

    def text(self) -> str:
        self._put()
        return _GAP.sub("\n\n", "\n".join(self._lines)).strip()

    def _end(self, tag: str, *, is_break: bool = False) -> None:
        """End the line, if there is anything in it, or if it was to be broken here."""
        if self._line.strip() or is_break:
            self._put()
        if tag in _ENDS_PARAGRAPH and self._lines and self._lines[-1]:
            self._lines.append("")

    def _put(self) -> None:
        self._lines.append(f"{'> ' * min(self._depth, DEEPEST)}{self._line.rstrip()}".rstrip())
        self._line = ""
