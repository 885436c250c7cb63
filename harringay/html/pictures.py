"""Pictures in what people write: only those that were uploaded here and are known (safety S-08)."""

import re
from collections.abc import Mapping
from html import escape, unescape
from types import MappingProxyType
from typing import Final, NamedTuple

from harringay.html.cleaning import EMPTY_PARAGRAPH

# The long sides at most, of the two that are kept of each (safety S-43).
SMALL: Final = 640
LARGE: Final = 1600
SIZES: Final = (SMALL, LARGE)

# How wide it is on a page: as the text, which is 66 characters at most.
_SIZES: Final = "(max-width: 40rem) 92vw, 38rem"

# As the cleaner writes it: nothing within a tag is < or >, and every value has quotes.
_IMAGE = re.compile(r"<img [^<>]*>")
_KEY = re.compile(r'src="/media/pictures/([\w-]{22})/', re.ASCII)
_SRC = re.compile(r'src="(/media/pictures/[\w-]{22}/[0-9]+\.webp)"', re.ASCII)
_ALT = re.compile(r'alt="([^"]*)"')
_MEASURED = re.compile(
    rf'<img src="(/media/pictures/[\w-]{{22}}/){LARGE}\.webp"'
    r'( alt="[^"]*") width="([0-9]+)" height="([0-9]+)">',
    re.ASCII,
)
# In plain text; `paragraphs` has written out the words, and no tag of its own has an attribute.
_LINE = re.compile(r"\[picture ([\w-]{22})(?:: ?([^\]<]*))?\]", re.ASCII)


class Picture(NamedTuple):
    """One that may be shown, where it is, and how large in pixels; of old ones nobody knows."""

    address: str
    width: int | None
    height: int | None


class Standing(NamedTuple):
    """One that stands in a post: its path, and the words for whoever does not see it."""

    path: str
    words: str


# Those that may be shown in one place, by their keys.
Pictured = Mapping[str, Picture]
NONE: Final[Pictured] = MappingProxyType({})


def line(key: str, words: str) -> str:
    """How a picture stands in plain text, with the words for whoever does not see it."""
    words = " ".join(words.replace("]", ")").split())
    return f"[picture {key}: {words}]" if words else f"[picture {key}]"


def element(key: str, words: str) -> str:
    """How it stands in HTML."""
    alt = escape(words, quote=False).replace('"', "&quot;")
    return f'<img src="/media/pictures/{key}/{SMALL}.webp" alt="{alt}">'


def from_lines(source: str) -> str:
    """The same paragraphs with an element for each line of plain text that is a picture."""
    return _LINE.sub(lambda found: element(found[1], _words(found[2] or "")), source)


def keys(clean_html: str) -> list[str]:
    """Which pictures stand in clean HTML, each once."""
    if "<img" not in clean_html:
        return []
    found = (_KEY.search(image) for image in _IMAGE.findall(clean_html))
    return list(dict.fromkeys(key[1] for key in found if key))


def place(clean_html: str, known: Pictured) -> str:
    """Clean HTML in which each known picture is as large as it is, and no other is left.

    It is clean: cleaning it again changes nothing.
    """
    if "<img" not in clean_html:
        return clean_html
    placed = _IMAGE.sub(lambda image: _placed(image[0], known), clean_html)
    return EMPTY_PARAGRAPH.sub("\n", placed).strip()


def measure(clean_html: str, known: Pictured) -> str:
    """Clean HTML in which each known picture is as large as it is; all else stays as it was."""
    return _IMAGE.sub(lambda image: _placed(image[0], known) or image[0], clean_html)


def standing_in(clean_html: str) -> list[Standing]:
    """The pictures of ours in clean HTML, each once."""
    if "<img" not in clean_html:
        return []
    found = ((_SRC.search(image), _ALT.search(image)) for image in _IMAGE.findall(clean_html))
    standing = (Standing(src[1], unescape(alt[1]) if alt else "") for src, alt in found if src)
    return list(dict.fromkeys(standing))


def as_shown(clean_html: str) -> str:
    """The same for a page: a small screen loads the smaller one, and each when it is near."""
    if "<img" not in clean_html:
        return clean_html
    return _MEASURED.sub(_with_both, clean_html).replace("<img ", '<img loading="lazy" ')


def _placed(image: str, known: Pictured) -> str:
    key, alt = _KEY.search(image), _ALT.search(image)
    picture = known.get(key[1]) if key else None
    if picture is None:
        return ""
    words = alt[1] if alt else ""
    measured = picture.width and picture.height
    size = f' width="{picture.width}" height="{picture.height}"' if measured else ""
    return f'<img src="{picture.address}" alt="{words}"{size}>'


def _with_both(image: re.Match[str]) -> str:
    folder, alt = image[1], image[2]
    width, height = int(image[3]), int(image[4])
    narrow = round(width * SMALL / max(width, height))
    both = f"{folder}{SMALL}.webp {narrow}w, {folder}{LARGE}.webp {width}w"
    return (
        f'<img src="{folder}{LARGE}.webp" srcset="{both}" sizes="{_SIZES}"{alt}'
        f' width="{width}" height="{height}">'
    )


def _words(written_out: str) -> str:
    return " ".join(unescape(written_out).split())
