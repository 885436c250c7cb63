"""The lines of a message as its writer meant them: what a mail program broke is whole again."""

import re
from itertools import pairwise
from typing import Final

# RFC 3676: what a signature begins with, whose space at its end says nothing about flowing.
SIGNATURE: Final = "-- "

# Programs that break lines do so between 72 and 80 characters.
NARROWEST: Final = 72
WIDEST: Final = 80

_BEGINS_ANEW = re.compile(r"[>*•–—-]|\d+[.)]\s")


def unflow(said: str, *, drops_space: bool) -> str:
    """Text with `format=flowed` (RFC 3676): a line that ends in a space goes on in the next."""
    whole = [""]
    for line in said.splitlines():
        unstuffed = line.removeprefix(" ")
        if unstuffed.startswith(">") and whole[-1]:
            # A quotation's lines are left as they are, and nothing flows into them.
            whole.append("")
        goes_on = unstuffed.endswith(" ") and unstuffed != SIGNATURE and unstuffed[0] != ">"
        whole[-1] += unstuffed[:-1] if goes_on and drops_space else unstuffed
        if not goes_on:
            whole.append("")
    return "\n".join(whole)


def unwrap(said: list[str]) -> list[str]:
    """Lines that were broken where the next word had no room, put together again.

    A text with a longer line than any such program leaves was not broken by one.
    """
    if not said or max(map(len, said)) > WIDEST:
        return said
    whole = [said[0]]
    for line, following in pairwise(said):
        if _was_broken(line, following):
            whole[-1] += f" {following}"
        else:
            whole.append(following)
    return whole


def mend_quotation(said: list[str]) -> list[str]:
    """Lines of a quotation that were broken again, and whose ends have no mark before them."""
    mended: list[str] = []
    for index, line in enumerate(said):
        before, after = said[index - 1] if index else "", said[index + 1 : index + 2]
        is_amid = before.startswith(">") and not (after and after[0] and after[0][0] != ">")
        if is_amid and line and line[0] != ">" and has_no_room(before, line):
            mended[-1] += f" {line}"
        else:
            mended.append(line)
    return mended


def has_no_room(line: str, following: str) -> bool:
    """Whether the next line's first word may have gone there because this one was full."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > NARROWEST


def _was_broken(line: str, following: str) -> bool:
    if not line or not following or line.startswith(">") or _BEGINS_ANEW.match(following):
        return False
    return has_no_room(line, following)
