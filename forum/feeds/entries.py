"""Items that are written out once: from one feed to the next most of them are what they were."""

from collections.abc import Callable
from io import StringIO
from typing import Final

from django.utils.xmlutils import SimplerXMLGenerator

MOST_KEPT: Final = 300  # of each format, of about three kilobytes


def written(write: Callable[[SimplerXMLGenerator], None]) -> str:
    """What is written into a document, as its text."""
    text = StringIO()
    write(SimplerXMLGenerator(text, "utf-8", short_empty_elements=True))
    return text.getvalue()


def add(entry: str, handler: SimplerXMLGenerator) -> None:
    """Put in an entry, which is XML already: this is how a handler takes text as it is."""
    handler.ignorableWhitespace(entry)
