"""What people write, as HTML that is safe to store: the only package that makes any."""

from harringay.html import mentions, pictures
from harringay.html.archive import Rendered, render_archive
from harringay.html.cleaning import VERSION, clean
from harringay.html.limits import TooDeep, TooLong, Unclean
from harringay.html.mailed import mail_to_text
from harringay.html.quoting import (
    WITHHELD,
    heading_of_quotation,
    own_words,
    quotations,
    quote,
    withheld_places,
    withhold,
)
from harringay.html.reading import excerpt, links_outside, says_something, shorten, to_text
from harringay.html.videos import videos_to_links
from harringay.html.writing import HTML, TEXT, note, paragraphs, render, render_post

__all__ = [
    "HTML",
    "TEXT",
    "VERSION",
    "WITHHELD",
    "Rendered",
    "TooDeep",
    "TooLong",
    "Unclean",
    "clean",
    "excerpt",
    "heading_of_quotation",
    "links_outside",
    "mail_to_text",
    "mentions",
    "note",
    "own_words",
    "paragraphs",
    "pictures",
    "quotations",
    "quote",
    "render",
    "render_archive",
    "render_post",
    "says_something",
    "shorten",
    "to_text",
    "videos_to_links",
    "withheld_places",
    "withhold",
]
