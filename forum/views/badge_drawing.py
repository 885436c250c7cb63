"""A badge as a picture, which stands where frames are not allowed: in a mail, a profile, a wiki.

A picture has no lines that break by themselves: long words are cut at a number of characters that
is sure to fit, for we do not know with which letters it will be drawn.
"""

from typing import Final, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from forum.views.badge_contents import Badge
from forum.views.discussion_rows import counted
from harringay import text

TITLE_LENGTH: Final = 38
HEADING_LENGTH: Final = 26
ABOUT_LENGTH: Final = 42
HEAD: Final = 72  # pixels, as all that follow
ROW: Final = 38
FOOT: Final = 34


class Line(NamedTuple):
    """A discussion in the picture, and where its title stands."""

    title: str
    replies: str
    y: int


def draw(badge: Badge) -> SafeString:
    lines = [
        Line(
            title=_cut(each.title, TITLE_LENGTH),
            replies=counted(each.reply_count, "reply", "replies"),
            y=HEAD + 18 + ROW * nth,
        )
        for nth, each in enumerate(badge.latest)
    ]
    foot = HEAD + ROW * len(lines)
    context = {
        "badge": badge,
        "heading": _cut(badge.heading, HEADING_LENGTH),
        "about": _cut(badge.about, ABOUT_LENGTH),
        "lines": lines,
        "counts_y": foot + 14,
        "height": foot + (FOOT if badge.counts else 6),
    }
    return render_to_string("forum/badge.svg", context)


def _cut(words: str, length: int) -> str:
    # What XML cannot hold may have come into the database some other way than through a form.
    return Truncator(text.single_line(words)).chars(length)
