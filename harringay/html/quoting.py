"""What someone wrote, as the beginning of an answer to it; and what an answer quotes."""

import re
from collections.abc import Callable, Iterator
from html import escape
from html.parser import HTMLParser
from itertools import count
from typing import Final

from harringay.html.limits import VOID
from harringay.html.reading import shorten, to_text

LENGTH: Final = 1000
WITHHELD: Final = "<blockquote><p>What was quoted here has been taken down.</p></blockquote>"
_TAGS: Final = re.compile(r"(</?blockquote\b[^>]*>)")


def quote(clean_html: str, *, author_name: str, passage: str = "") -> str:
    """Clean HTML as plain text with `>` before each line: a textarea can show it to anybody.

    Of what it says the `passage`, if that is in it; else about 1,000 characters, without older
    quotes. `paragraphs` makes a quotation of it again.
    """
    words = passage if _says(clean_html, passage) else _beginning(clean_html)
    lines = [heading_of_quotation(author_name), "", *words.splitlines()]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


def _says(clean_html: str, passage: str) -> bool:
    """Whether these are its words; a browser does not select the dashes before them in a list."""
    said = " ".join(to_text(clean_html).replace("\n- ", "\n").removeprefix("- ").split())
    words = " ".join(passage.split())
    return 0 < len(words) <= LENGTH and words in said


def _beginning(clean_html: str) -> str:
    quoter = _Quoter()
    quoter.feed(clean_html)
    quoter.close()
    return to_text(quoter.quoted())


def heading_of_quotation(author_name: str) -> str:
    return f"{author_name} wrote:"


def own_words(clean_html: str) -> str:
    """Its text without what it quotes."""
    return to_text("".join(piece for piece, is_quoted in _pieces(clean_html) if not is_quoted))


def withhold(clean_html: str, is_copy: Callable[[int, str], bool]) -> str:
    """With `WITHHELD` in place of each quotation that is a copy of what is not shown.

    Asked of each are its place among the quotations, the first being 0, and its text.
    """
    places = count()
    return "".join(
        WITHHELD if is_quoted and is_copy(next(places), to_text(piece)) else piece
        for piece, is_quoted in _pieces(clean_html)
    )


def quotations(clean_html: str) -> list[str]:
    """The text of each of its quotations."""
    return [to_text(piece) for piece, is_quoted in _pieces(clean_html) if is_quoted]


def withheld_places(clean_html: str) -> set[int]:
    """Which of its quotations are withheld."""
    quoted = (piece for piece, is_quoted in _pieces(clean_html) if is_quoted)
    return {place for place, piece in enumerate(quoted) if piece == WITHHELD}


def _pieces(clean_html: str) -> Iterator[tuple[str, bool]]:
    """The outermost quotations and what stands between them, each with whether it is quoted."""
    piece: list[str] = []
    depth = 0
    for part in _TAGS.split(clean_html):
        if part.startswith("<blockquote"):
            if depth == 0:
                yield "".join(piece), False
                piece = []
            depth += 1
        piece.append(part)
        if part.startswith("</blockquote"):
            depth -= 1
            if depth == 0:
                yield "".join(piece), True
                piece = []
    yield "".join(piece), False


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
