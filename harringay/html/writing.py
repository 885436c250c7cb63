"""From what a member typed to what is stored."""

import re
from functools import lru_cache
from html import escape
from typing import Final

from harringay.html import limits, pictures, tidying
from harringay.html.cleaning import printable, settle

TEXT: Final = "text"
HTML: Final = "html"

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")

# In plain text only this gives the engines something to do: what may be the beginning or the end
# of an address, and characters that one of them might write in another way.
_FOR_THE_ENGINES = re.compile(
    rf"@|://|www\.|\.(?:{tidying.ENDINGS})|[\x7f-\xa0\ufdd0-\ufdef\U0001fffe-\U0010ffff]",
    re.IGNORECASE,
)


# A form asks whether a body can be kept, and soon after it is kept.
@lru_cache(maxsize=16)
def render(body: str, body_format: str) -> str:
    """The clean HTML of a body as typed, in either format; raises `TooLong` or `TooDeep`."""
    # What was typed is what counts: `<` is one character to its author, `&lt;` four to us.
    limits.check_length(body)
    if body_format == TEXT:
        return _settled(paragraphs(body))
    limits.check_tangle(body)
    return settle(body)


@lru_cache(maxsize=16)
def render_post(body: str, body_format: str) -> str:
    """The same for what may have pictures, which are not looked up yet (harringay.html.pictures).

    In plain text a picture is a line such as `pictures.line` writes.
    """
    if body_format != TEXT:
        return render(body, body_format)
    limits.check_length(body)
    return _settled(pictures.from_lines(paragraphs(body)))


def _settled(source: str) -> str:
    """What cleaning makes of paragraphs, which is nothing else where there is nothing to clean."""
    if _FOR_THE_ENGINES.search(source):
        return settle(source)
    limits.check_shape(source)
    return source


def paragraphs(text: str) -> str:
    """Plain text as HTML source: a blank line makes a paragraph, a newline `<br>`.

    A block with `>` before each of its lines is a quotation, as in mail and as `quote` writes it.
    """
    return "\n".join(_block(block) for block in _blocks(printable(text)))


def note(heading: str, words: str) -> str:
    """A paragraph that begins with whose it is."""
    return f"<p><strong>{escape(heading, quote=False)}</strong> {escape(words, quote=False)}</p>\n"


def _blocks(text: str) -> list[str]:
    return [block for block in _BLANK_LINES.split(text.strip()) if block]


def _block(block: str) -> str:
    lines = block.split("\n")
    if not all(line == ">" or line.startswith("> ") for line in lines):
        return _paragraph(block)
    quoted = "\n".join(line[2:] for line in lines)
    return f"<blockquote>{''.join(_paragraph(inner) for inner in _blocks(quoted))}</blockquote>"


def _paragraph(block: str) -> str:
    broken = escape(block, quote=False).replace("\n", "<br>")
    return f"<p>{broken}</p>"
