"""Of all that stands in an answer, what its writer has written: no quotation and no signature.

Where something of our own mail is left, nothing is posted: there are links in it with which anybody
could stop its reader's mail.
"""

import re
from typing import Final

from django.conf import settings

from notifications.answering.lines import unwrap
from notifications.answering.quotations import Lines, is_quoted, parts_of

# Finding the quotation takes a second at the worst for as much as this, and then grows quickly.
MOST_LINES: Final = 1000
MOST_CHARACTERS: Final = 60_000

# A longer one is no signature.
SIGNATURE_LINES: Final = 8

_FROM_A_PROGRAM = re.compile(
    r"sent from (my|a mobile)\b.{0,60}"
    r"|sent (from|with|via) (outlook|mail|gmail|yahoo|proton|samsung|aol)\b.{0,60}"
    r"|get outlook for \w+.{0,60}"
    r"|von mein\w+ .{1,40} gesendet\.?"
    r"|(gesendet (von|mit)|envoyé (de|depuis)|enviado desde|inviato da|wysłan[eo] z) .{1,60}",
    re.IGNORECASE,
)

_GAP = re.compile(r"\n{3,}")


class Unsure(Exception):
    """We cannot tell what is theirs; str() of it is sent to them."""

    def __init__(self) -> None:
        super().__init__(
            "We could not tell your words from those that you were answering. "
            "Please delete what is quoted, and send it again."
        )


def own_words(said: str) -> str:
    """What the writer of a message has added to what they answer. Raises Unsure.

    Below a quotation, or between the pieces of one, as above it.
    """
    is_too_much = len(said) > MOST_CHARACTERS or said.count("\n") > MOST_LINES
    parts = None if is_too_much else parts_of(said)
    if parts is None:
        raise Unsure
    above, quoted, below = parts
    below = _without_last_quotation(below)
    # They may answer piece by piece: each piece says what the words below it are about.
    pieces = [line for line in quoted if is_quoted(line)] if any(map(is_quoted, below)) else []
    # A signature may be our own mail's, and its links gone with it, but not what stood above it.
    if _holds_our_addresses([*above, *pieces, *below]):
        raise Unsure
    above, below = unwrap(_without_signature(above)), unwrap(_without_signature(below))
    return _GAP.sub("\n\n", "\n".join([*above, "", *pieces, "", *below])).strip()


def _without_last_quotation(below: Lines) -> Lines:
    """What goes on being quoted below the last of one's own words says nothing to anybody."""
    end = len(below)
    while end and (is_quoted(below[end - 1]) or not below[end - 1]):
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
