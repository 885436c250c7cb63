"""What someone wrote, as the beginning of an answer to it."""

from html import escape
from html.parser import HTMLParser
from typing import Final

from harringay.html.limits import VOID
from harringay.html.reading import shorten, to_text

LENGTH: Final = 1000


def quote(clean_html: str, *, author_name: str) -> str:
    """Clean HTML as plain text with `>` before each line: a textarea can show it to anybody.

    About 1,000 characters, without older quotes. `paragraphs` makes a quotation of it again.
    """
    quoter = _Quoter()
    quoter.feed(clean_html)
    quoter.close()
    lines = [f"{author_name} wrote:", "", *to_text(quoter.quoted()).splitlines()]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


class _Quoter(HTMLParser):
    """Copies tags and text until there is enough of it, then closes what is open."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._quotes = 0
        self._room = LENGTH

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag == "blockquote":
            self._quotes += 1
        elif self._is_copying():
            self._pieces.append(self.get_starttag_text() or "")
            self._open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes -= 1
        elif self._is_copying():
            self._close()

    def handle_data(self, data: str) -> None:
        if self._is_copying():
            self._pieces.append(escape(shorten(data, self._room), quote=False))
            self._room -= len(data)

    def quoted(self) -> str:
        while self._open:
            self._close()
        return "".join(self._pieces).strip()

    def _close(self) -> None:
        self._pieces.append(f"</{self._open.pop()}>")

    def _is_copying(self) -> bool:
        return not self._quotes and self._room > 0
