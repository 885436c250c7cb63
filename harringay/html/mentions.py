"""Where somebody is mentioned in clean HTML: an `@`, and what they are called after it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import escape, unescape
from itertools import chain, islice, repeat
from typing import Final, NamedTuple

from harringay.html import limits
from harringay.html.cleaning import REL, printable

# In one post, as in Discourse: whoever calls the whole street is talking to nobody.
MOST: Final = 10
LENGTH: Final = 60  # of a name, and of an address

# What leads elsewhere already, what is shown as it was typed, and what somebody else has said.
_SILENT = frozenset({"a", "blockquote", "code", "pre"})

# What the cleaner wrote has no < or > within a tag.
_TAGS = re.compile(r"(<[^<>]*>)")
_TAG = re.compile(r"<(/?)([a-z0-9]+)")

# Neither in the middle of an e-mail address, nor in a page's or in that of another site's member.
_AT = re.compile(r"(?<![\w@/.+-])@(?=\w)")

# Within a word these belong to it: “O’Brien”, “Anne-Marie”, “asha.org”.
_JOINERS = frozenset("'’.-/@")
_POSSESSIVE = re.compile(r"['’]s(?!\w)", re.IGNORECASE)
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
# Python's `\w` knows neither the vowel signs of Tamil, say, nor the joiners of Persian.
_LETTERS = "LMN"
_WITHIN_WORDS = frozenset("_\u200c\u200d")

Links = Mapping[str, str]


class Person(NamedTuple):
    """Whom a mention leads to."""

    href: str
    name: str


def places(clean_html: str) -> list[list[str]]:
    """The first places where somebody may be mentioned, and what they may be called at each."""
    if "@" not in clean_html:
        return []
    texts = (piece for piece, is_open in _pieces(clean_html) if is_open)
    calls = (call for text in texts for call in _AT.split(unescape(text))[1:])
    return [_beginnings(call) for call in islice(calls, MOST)]


def link(clean_html: str, people: Mapping[str, Person]) -> str:
    """Clean HTML in which each of these people is linked where they are called by these words.

    It is clean: cleaning it again changes nothing.
    """
    if not people:
        return clean_html
    links = {fold(words): _link(person) for words, person in people.items()}
    known = chain(repeat(links, MOST), repeat({}))
    pieces = _pieces(clean_html)
    return "".join(_linked(piece, known) if is_open else piece for piece, is_open in pieces)


def fold(words: str) -> str:
    """Words as they are compared, whatever their case, their apostrophes and their spaces."""
    folded = unicodedata.normalize("NFC", words.translate(_APOSTROPHES)).casefold()
    return " ".join(folded.split())


def _pieces(clean_html: str) -> Iterator[tuple[str, bool]]:
    """Text and tags in turn, and whether there may be mentions in it."""
    # The links must leave it as small as cleaning wants it.
    has_room = clean_html.count("</") + MOST <= limits.ELEMENTS
    depth = silent = 0
    for nth, piece in enumerate(_TAGS.split(clean_html)):
        if nth % 2 == 0:
            yield piece, has_room and not silent and depth < limits.DEPTH
            continue
        if (tag := _TAG.match(piece)) and tag[2] not in limits.VOID:
            step = -1 if tag[1] else 1
            depth += step
            silent += step * (tag[2] in _SILENT)
        yield piece, False


def _beginnings(call: str) -> list[str]:
    """Every beginning of what follows an `@` that may be a name, the longest first."""
    room = call[:LENGTH].partition("@")[0]
    return [call[:end] for end in range(len(room), 0, -1) if _may_end(call, end)]


def _may_end(call: str, end: int) -> bool:
    """Whether a name may end here: not after a space, within a word, or before `-Marie`."""
    following, beyond = tuple(call[end : end + 2].ljust(2))
    if call[end - 1].isspace() or _is_of_a_word(following):
        return False
    is_joined = following in _JOINERS and _is_of_a_word(beyond)
    return not is_joined or _POSSESSIVE.match(call, end) is not None


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in _LETTERS or character in _WITHIN_WORDS


def _linked(text: str, known: Iterator[Links]) -> str:
    before, *calls = _AT.split(unescape(text))
    return _escape(before) + "".join(_called(call, next(known)) for call in calls)


def _called(call: str, links: Links) -> str:
    for words in _beginnings(call):
        if found := links.get(fold(words)):
            return found + _escape(call[len(words) :])
    return _escape(f"@{call}")


def _link(person: Person) -> str:
    name = _escape(printable(person.name))
    return f'<a href="{_escape(person.href)}" rel="{REL}">@{name}</a>'


def _escape(text: str) -> str:
    """As the cleaner writes text."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")
