"""Where in an answer the mail begins that it answers, and where it ends.

Quotequail knows how mail programs introduce what they quote (decision 17). What it takes for that
may be a sentence of the writer's; what it does not know may be told by our own address.
"""

import re
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Final, NamedTuple

import quotequail
from django.conf import settings

from notifications.answering.lines import has_no_room, mend_quotation

LINE_LENGTH: Final = 300  # longer than any line that introduces a quotation
MOST_LIKENESSES: Final = 20  # "On Monday the council wrote:" introduces no quotation of a mail

# From these three on, lines like headers are headers: who, when, what about.
ENOUGH_HEADERS: Final = 3
HEADERS: Final = {"from", "date", "to", "subject"}

_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b")

Lines = list[str]


class Parts(NamedTuple):
    """A message's lines: what stands above the quotation, the quotation, and what is below."""

    above: Lines
    quoted: Lines
    below: Lines


def parts_of(said: str) -> Parts | None:
    """The lines as they stand around the first quotation; None where that cannot be told."""
    every = mend_quotation([line.strip() for line in said.strip().splitlines()])
    begin = 0
    for _ in range(MOST_LIKENESSES):
        begin = _next_said(every, begin)
        found = quotequail.unwrap("\n".join(line[:LINE_LENGTH] for line in every[begin:]))
        if not found:
            return _parts_at_our_name(every, len(every)) or Parts(every, [], [])
        above = begin + _count(found.get("text_top"))
        intro = _next_said(every, above)
        if _is_quotation(found, every[intro:]):
            below = len(every) - _count(found.get("text_bottom"))
            parts = Parts(_without_intro(every, above, intro), every[intro:below], every[below:])
            return _parts_at_our_name(every, above) or parts
        begin = intro + 1
    return None


def is_quoted(line: str) -> bool:
    return line.startswith(">")


def _is_quotation(found: dict[str, str], rest: Sequence[str]) -> bool:
    """Whether what looks like one is a mail's, and not a sentence of the writer's own."""
    if found["type"] == "quote":
        return True
    if found["type"] == "forward":
        named = HEADERS & found.keys()
        return "@" in found.get("from", "") or len(named) >= ENOUGH_HEADERS
    intro = " ".join(rest[:2])
    following = next((line for line in rest[1:] if line and not line.endswith(":")), "")
    return "@" in intro or is_quoted(following) or is_quoted(rest[0])


def _parts_at_our_name(every: Lines, above: int) -> Parts | None:
    """The same around our own address, where it stands in the lines above the quotation.

    It introduces a quotation in whatever language, also in those that quotequail does not know.
    """
    own = f"<{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}>".casefold()
    for index, line in enumerate(every[:above]):
        # It may have been broken just before the address, or within its brackets.
        if own in f"{every[index - 1] if index else ''}{line}".casefold():
            end = _end_of_quotation(every, index + 1)
            return Parts(_above_line(every, index), every[index:end], every[end:])
    return None


def _end_of_quotation(every: Lines, index: int) -> int:
    """Where lines with `>` end; without that mark it is all that there is."""
    begin = _next_said(every, index)
    if begin < len(every) and every[begin].endswith(":"):
        begin = _next_said(every, begin + 1)
    end = begin
    while end < len(every) and (is_quoted(every[end]) or not every[end]):
        end += 1
    return end if end > begin else len(every)


def _without_intro(every: Lines, above: int, intro: int) -> Lines:
    """What is above, without a line before `>` that ends in a colon and says at what time."""
    if above and is_quoted(every[intro]):
        line = every[above - 1]
        if line.endswith(":") and _TIME.search(line):
            return _above_line(every, above - 1)
    return every[:above]


def _above_line(every: Lines, index: int) -> Lines:
    """What stands above a line, and above what of it a full line before it began."""
    while index and every[index - 1] and has_no_room(every[index - 1], every[index]):
        index -= 1
    return every[:index]


def _next_said(every: Sequence[str], index: int) -> int:
    """The first line from `index` on that is not blank."""
    while index < len(every) and not every[index]:
        index += 1
    return index


def _count(lines: str | None) -> int:
    return len(lines.splitlines()) if lines else 0
