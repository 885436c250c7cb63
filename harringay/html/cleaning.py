"""The only source of stored HTML: two engines that must agree, and what they are told to allow."""

import re
from html import unescape
from typing import Final

import nh3
from bleach.sanitizer import Cleaner

from harringay.html import addresses, limits
from harringay.html.tidying import RENAMED, Links

# Raise this when the same source would come out differently: what is stored is then cleaned anew.
VERSION: Final = 1

INLINE: Final = frozenset({"a", "b", "br", "code", "em", "i", "img", "s", "strong", "u"})
BLOCKS: Final = frozenset({"blockquote", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"})
ALLOWED: Final = INLINE | BLOCKS
ATTRIBUTES: Final = {
    "a": {"href"},
    "blockquote": {"cite"},
    "img": {"src", "alt", "width", "height"},
}

# What a link of a stranger's is to a search engine, and to the page that it opens.
REL: Final = "nofollow ugc noopener"

# Their content is not text that anyone wrote.
_CONTENT_GOES = {"script", "style", "title", "template", "noscript", "noembed", "noframes"}

# Nothing honest needs more than two: one that changes it, one that finds nothing left to do.
_ROUNDS = 8

# What XML 1.0 forbids, and PostgreSQL with it; then three private characters that we use inside.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\U0010fff0-\U0010fff2]"
)
_NEWLINE = re.compile(r"\r\n?")
_PRE_NEWLINES = re.compile(r"(<pre[^<>]*>)\n+", re.IGNORECASE)
EMPTY_PARAGRAPH: Final = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")

# Bleach takes every character reference apart and joins it again, 10 µs each and not always as it
# was (LinkifyFilter makes `&lt;` of `&amp;lt;`). So it sees none of those that nh3 writes in text.
_DISGUISES = {"&amp;": "\U0010fff0", "&lt;": "\U0010fff1", "&gt;": "\U0010fff2", "&nbsp;": "\xa0"}
_REFERENCE = re.compile("|".join(_DISGUISES))
_UNDISGUISE = str.maketrans({mask: reference for reference, mask in _DISGUISES.items()})

_DIGITS = re.compile(r"[0-9]{1,5}")


def clean(source: str) -> str:
    """HTML from anyone in, safe HTML out; raises `TooLong` or `TooDeep`.

    Cleaning what came out changes nothing. Links carry `rel`, pictures are ours, nothing has a
    class, an id, a name or a style.
    """
    limits.check_length(source)
    limits.check_tangle(source)
    return settle(source)


def settle(source: str) -> str:
    """Clean until both engines leave every character as it is; raises `TooDeep` where none settles.

    The caller bounds the time: with the checks of `limits`, or in a process that has limits.
    """
    for _ in range(_ROUNDS):
        cleaned = _round(source)
        if cleaned == source:
            return cleaned
        source = cleaned
    raise limits.TooDeep


def _round(source: str) -> str:
    # nh3 comes first as well: it is linear, and bleach then sees only small, well-formed HTML.
    parsed = printable(_nh3(printable(source), tags=ALLOWED | RENAMED.keys()))
    limits.check_shape(parsed)
    cleaned = _nh3(_bleach(parsed), tags=ALLOWED)
    return EMPTY_PARAGRAPH.sub("\n", cleaned).strip()


def printable(source: str) -> str:
    """Without characters that XML and PostgreSQL refuse, and with one kind of newline."""
    source = _FORBIDDEN.sub("", _NEWLINE.sub("\n", source))
    # A parser drops the first newline in `<pre>`, and would drop another each time.
    return _PRE_NEWLINES.sub(r"\1", source)


def _bleach(source: str) -> str:
    # A cleaner is not safe to share between threads, and takes 0.1 ms to make.
    cleaner = Cleaner(
        tags=ALLOWED | RENAMED.keys(),
        attributes=_is_allowed,
        protocols=addresses.SCHEMES,
        strip=True,
        filters=[Links],
    )
    disguised = _REFERENCE.sub(lambda reference: _DISGUISES[reference[0]], source)
    return cleaner.clean(disguised).translate(_UNDISGUISE)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    return _attribute(tag, name, unescape(value.translate(_UNDISGUISE))) is not None


def _nh3(source: str, *, tags: frozenset[str]) -> str:
    return nh3.clean(
        source,
        tags=set(tags),
        clean_content_tags=_CONTENT_GOES,
        # Without this it keeps `title` and `lang` everywhere.
        attributes={**ATTRIBUTES, "*": set()},
        attribute_filter=_attribute,
        url_schemes=set(addresses.SCHEMES),
        link_rel=REL,
    )


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """The value that an allowed attribute may have, or None."""
    match name:
        case "href" | "cite":
            return addresses.safe(value)
        case "src":
            return value if addresses.is_our_picture(value) else None
        case "alt":
            return " ".join(value.split())
        case "width" | "height":
            return value if _DIGITS.fullmatch(value) else None
    return value
