"""Of all that stands in an answer, what its writer has written: no quotation and no signature.

Quotequail finds where the quotation begins and ends (decision 17). Where that leaves something of
our mail, nothing is posted: there are links in it with which anybody could stop its reader's mail.
"""

import re
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Final, NamedTuple

import quotequail
from django.conf import settings

from notifications.answering.lines import unwrap

# Finding the quotation takes a second at the worst for as much as this, and then grows quickly.
MOST_LINES: Final = 1000
MOST_CHARACTERS: Final = 60_000
LINE_LENGTH: Final = 300  # longer than any line that introduces a quotation
MOST_LIKENESSES: Final = 20  # "On Monday the council wrote:" introduces no quotation of a mail

# A longer one is no signature.
SIGNATURE_LINES: Final = 8

# From these three on, lines like headers are headers: who, when, what about.
ENOUGH_HEADERS: Final = 3
HEADERS: Final = {"from", "date", "to", "subject"}

_FROM_A_PROGRAM = re.compile(
    r"sent from (my|a mobile)\b.{0,60}"
    r"|sent (from|with|via) (outlook|mail|gmail|yahoo|proton|samsung|aol)\b.{0,60}"
    r"|get outlook for \w+.{0,60}"
    r"|von mein\w+ .{1,40} gesendet\.?"
    r"|(gesendet (von|mit)|envoyé (de|depuis)|enviado desde|inviato da|wysłan[eo] z) .{1,60}",
    re.IGNORECASE,
)

_GAP = re.compile(r"\n{3,}")

Lines = list[str]


class Unsure(Exception):
    """We cannot tell what is theirs; str() of it is sent to them."""

    def __init__(self) -> None:
        super().__init__(
            "We could not tell your words from those that you were answering. "
            "Please delete what is quoted, and send it again."
        )


class Parts(NamedTuple):
    """A message's lines: what stands above the quotation, the quotation, and what is below."""

    above: Lines
    quoted: Lines
    below: Lines


def own_words(said: str) -> str:
    """What the writer of a message has added to what they answer. Raises Unsure.

    Below a quotation, or between the pieces of one, as above it.
    """
    every = [line.strip() for line in said.strip().splitlines()]
    if len(every) > MOST_LINES or len(said) > MOST_CHARACTERS:
        raise Unsure
    above, quoted, below = _parts(every)
    above, below = _above_our_name(above), _without_last_quotation(below)
    # They may answer piece by piece: each piece says what the words below it are about.
    pieces = [line for line in quoted if _is_quoted(line)] if any(map(_is_quoted, below)) else []
    # A signature may be our own mail's, and its links gone with it, but not what stood above it.
    if _holds_our_addresses([*above, *pieces, *below]):
        raise Unsure
    above, below = unwrap(_without_signature(above)), unwrap(_without_signature(below))
    return _GAP.sub("\n\n", "\n".join([*above, "", *pieces, "", *below])).strip()


def _parts(every: Lines) -> Parts:
    """The lines as they stand around the first quotation."""
    begin = 0
    for _ in range(MOST_LIKENESSES):
        begin = _next_said(every, begin)
        found = quotequail.unwrap("\n".join(line[:LINE_LENGTH] for line in every[begin:]))
        if not found:
            return Parts(every, [], [])
        above = begin + _count(found.get("text_top"))
        intro = _next_said(every, above)
        if _is_quotation(found, every[intro:]):
            below = len(every) - _count(found.get("text_bottom"))
            return Parts(every[:above], every[intro:below], every[below:])
        begin = intro + 1
    raise Unsure


def _is_quotation(found: dict[str, str], rest: Sequence[str]) -> bool:
    """Whether what looks like one is a mail's, and not a sentence of the writer's own."""
    if found["type"] == "quote":
        return True
    if found["type"] == "forward":
        named = HEADERS & found.keys()
        return "@" in found.get("from", "") or len(named) >= ENOUGH_HEADERS
    intro = " ".join(rest[:2])
    following = next((line for line in rest[1:] if line and not line.endswith(":")), "")
    return "@" in intro or _is_quoted(following) or _is_quoted(rest[0])


def _above_our_name(above: Lines) -> Lines:
    """What stands above our own address, which introduces a quotation in whatever language."""
    own = f"<{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}>".casefold()
    for index, line in enumerate(above):
        # The line may have been broken just before the address, or within its brackets.
        together = (above[index - 1] if index else "") + line
        if own in line.casefold():
            return above[:index]
        if own in together.casefold():
            return above[: index - 1]
    return above


def _without_last_quotation(below: Lines) -> Lines:
    """What goes on being quoted below the last of one's own words says nothing to anybody."""
    end = len(below)
    while end and (_is_quoted(below[end - 1]) or not below[end - 1]):
        end -= 1
    return below[:end]


def _without_signature(said: Lines) -> Lines:
    last = len(said) - 1
    for index in range(last, max(-1, last - SIGNATURE_LINES - 1), -1):
        if said[index] == "--":
            said = said[:index]
            break
    while said and (not said[-1] or _FROM_A_PROGRAM.fullmatch(said[-1])):
        said = said[:-1]
    return said


def _holds_our_addresses(said: Lines) -> bool:
    folded = "\n".join(said).casefold()
    return f"@{settings.REPLY_DOMAIN}".casefold() in folded or f"{settings.SITE_URL}/u/" in folded


def _next_said(every: Sequence[str], index: int) -> int:
    """The first line from `index` on that is not blank."""
    while index < len(every) and not every[index]:
        index += 1
    return index


def _count(lines: str | None) -> int:
    return len(lines.splitlines()) if lines else 0


def _is_quoted(line: str) -> bool:
    return line.startswith(">")
