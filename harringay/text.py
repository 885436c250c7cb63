"""Plain text that people typed, made fit to store, to show in a line, and to put in an address."""

import re
import unicodedata
from functools import cache
from typing import Final, cast

MAX_SLUG: Final = 65
UNNAMED_SLUG: Final = "discussion"

# Controls other than tab and newline; what turns the direction of the text after it (S-06); what
# shows nothing at all and would make a blank name; what PostgreSQL (NUL, surrogates) and XML 1.0
# (U+FFFE, U+FFFF) refuse. The joiners stay: family emoji and some scripts are written with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\xad\u200b\u2060\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_NEWLINE = re.compile(r"\r\n?|[\x85\u2028\u2029]")

# Letters of our neighbours that Unicode does not take apart.
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"})
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def plain(value: str) -> str:
    """Text of several lines: composed (NFC), trimmed, nothing in it that shows as nothing."""
    value = _UNWANTED.sub("", _NEWLINE.sub("\n", value))
    return unicodedata.normalize("NFC", value).strip()


def single_line(value: str) -> str:
    """The same for names and titles: one line, one space between words."""
    return " ".join(plain(value).split())


def slugify(title: str) -> str:
    """The title as the last part of an address, as the old site made it (ning.md 2.2).

    Runs of anything but letters and digits become one dash, an apostrophe too: Ning wrote
    `what-s-the-best-…`. Cut at 65 characters, even within a word.
    """
    folded = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    ascii_only = "".join(letter for letter in folded if not unicodedata.combining(letter))
    slug = _NOT_IN_SLUG.sub("-", ascii_only).strip("-")
    return slug[:MAX_SLUG].strip("-") or UNNAMED_SLUG


def skeleton(name: str) -> str:
    """What a name looks like (UTS #39): two names with one skeleton can be taken for each other.

    Neither case (of Latin letters) nor spaces nor what is invisible tell names apart.
    """
    decomposed = unicodedata.normalize("NFD", name)
    seen = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Cf")
    # Twice, because folding makes new look-alikes: `M` looks like nothing else, `m` like `rn`.
    for _ in range(2):
        seen = "".join(map(_prototype, seen)).casefold()
    # `I` is taken for `l`, so `i` is too, or case would tell Ian from ian.
    return "".join(unicodedata.normalize("NFD", seen).replace("i", "l").split())


@cache
def _prototype(character: str) -> str:
    """The one form that stands for all that look like this character.

    The data lists a prototype's look-alikes with it, and with each of these only the prototype.
    """
    alike = _alike(character)
    if len(alike) != 1:
        return character
    (other,) = alike
    return min(character, other) if len(_alike(other)) == 1 else other


def _alike(character: str) -> list[str]:
    # The data wraps characters written from the right in direction marks.
    data = _look_alikes()
    found = data.get(character) or data.get(f"\u200e{character}\u200e", [])
    return [one["c"].strip("\u200e") for one in found]


@cache
def _look_alikes() -> dict[str, list[dict[str, str]]]:
    # Seven megabytes that a process needs only once somebody is given a name.
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415

    return cast("dict[str, list[dict[str, str]]]", confusables_data)
