"""What is refused before any engine reads it, because reading it would cost too much."""

import re
from collections import Counter
from typing import Final

# S-05 of the safety specification: bleach takes quadratic time, so what it gets is bounded.
LENGTH = 20_000
DEPTH = 30

# The shortest element with anything in it is four characters, `<p>x`. More than that many were
# multiplied: by the parser, which opens an unclosed `<b>` again in every paragraph, or by links.
ELEMENTS = LENGTH // 4

# Unclosed formatting times tags is how many elements the parser may make of a source. Measured:
# nh3 makes 1.8 million in 2.0 s, so a quarter of a million cost at most 0.3 s.
TANGLE = 250_000

_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_INLINE = {"a", "b", "code", "em", "i", "s", "strong", "u"}
_FORMATTING = _INLINE | {"big", "font", "nobr", "small", "strike", "tt"}
VOID: Final = frozenset({"br", "hr", "img"})

# Where an end tag may not be one: comments, attributes, foreign and raw text, scoping elements.
_HIDES_END_TAGS = re.compile(
    r"<[!?]|<[a-z/][^<>]*<|<(?:applet|iframe|marquee|math|noembed|noframes|noscript|object"
    r"|plaintext|script|select|style|svg|table|template|textarea|title|xmp)\b",
    re.IGNORECASE,
)


class Unclean(ValueError):
    """What was written cannot be taken; the text says why to the member who wrote it."""


class TooLong(Unclean):
    """More characters than we take."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"That is {length:,} characters long, and we take up to {LENGTH:,}. "
            "Please shorten it, or post the rest as a reply."
        )


class TooDeep(Unclean):
    """Quotes, lists or formatting inside one another further than anyone could follow."""

    def __init__(self) -> None:
        super().__init__(
            "The quotes, lists or formatting are too deeply inside one another. "
            "Please simplify them, or paste the text without its formatting."
        )


def check_length(source: str) -> None:
    """Raise `TooLong` for what is longer than anyone reads."""
    if len(source) > LENGTH:
        raise TooLong(len(source))


def check_tangle(source: str) -> None:
    """Raise `TooDeep` for markup from which a parser would make many times what was written."""
    tags = [(slash, name.lower()) for slash, name in _TAG.findall(source)]
    formatting = [(slash, name) for slash, name in tags if name in _FORMATTING]
    if _HIDES_END_TAGS.search(source):
        formatting = [(slash, name) for slash, name in formatting if not slash]
    if _most_open(formatting) * len(tags) > TANGLE:
        raise TooDeep


def _most_open(tags: list[tuple[str, str]]) -> int:
    """How many were open at once, where an end tag closes any earlier start tag of its name."""
    is_open: Counter[str] = Counter()
    depth = most = 0
    for slash, name in tags:
        if not slash:
            is_open[name] += 1
            depth += 1
        elif is_open[name]:
            is_open[name] -= 1
            depth -= 1
        most = max(most, depth)
    return most


def check_shape(written_out: str) -> None:
    """Raise `TooDeep` for well-formed HTML that is nested too deeply or has too many elements."""
    depth = elements = 0
    for slash, name in _TAG.findall(written_out):
        if name in VOID:
            continue
        depth += -1 if slash else 1
        elements += not slash
        if depth > DEPTH or elements > ELEMENTS:
            raise TooDeep
