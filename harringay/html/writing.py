"""From what a member typed to what is stored."""

import re
from html import escape
from typing import Final

from harringay.html import limits
from harringay.html.cleaning import printable, settle

TEXT: Final = "text"
HTML: Final = "html"

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def render(body: str, body_format: str) -> str:
    """The clean HTML of a body as typed, in either format; raises `TooLong` or `TooDeep`."""
    # What was typed is what counts: `<` is one character to its author, `&lt;` four to us.
    limits.check_length(body)
    if body_format == TEXT:
        return settle(paragraphs(body))
    limits.check_tangle(body)
    return settle(body)


def paragraphs(text: str) -> str:
    """Plain text as HTML source: a blank line makes a paragraph, a newline `<br>`."""
    blocks = _BLANK_LINES.split(escape(printable(text).strip(), quote=False))
    broken = (block.replace("\n", "<br>") for block in blocks if block)
    return "\n".join(f"<p>{block}</p>" for block in broken)
