"""What the formats share: items that are written out once, and a word for whoever is no reader.

From one feed to the next most items are what they were.
"""

from collections.abc import Callable
from io import StringIO
from typing import Final

from django.utils.xmlutils import SimplerXMLGenerator

MOST_KEPT: Final = 300  # of each format, of about three kilobytes

# A browser shows a feed as it is written, and its makers are doing away with stylesheets for that.
EXPLANATION: Final = (
    "This page is a feed, for a feed reader: give the reader its address, and it tells you what is "
    "new here. The page /feeds of this site says how."
)


def written(write: Callable[[SimplerXMLGenerator], None]) -> str:
    """What is written into a document, as its text."""
    text = StringIO()
    write(SimplerXMLGenerator(text, "utf-8", short_empty_elements=True))
    return text.getvalue()


def add(entry: str, handler: SimplerXMLGenerator) -> None:
    """Put in an entry, which is XML already: this is how a handler takes text as it is."""
    handler.ignorableWhitespace(entry)


def explained(document: str) -> str:
    """The same XML, which begins with a word for a person who has opened it in a browser."""
    declaration, end, rest = document.partition("?>\n")
    return f"{declaration}{end}<!-- {EXPLANATION} -->\n{rest}"
