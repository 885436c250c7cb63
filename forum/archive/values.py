"""Careful looks into an old object: a key may be absent, or hold what it should not."""

import hashlib
import html

from forum.archive.decoding import Values

MAX_ID = 60
_YES = frozenset({"y", "yes", "true", "1"})


def words(values: Values, key: str) -> str:
    """The text under a key; empty for whatever is neither text nor a number."""
    value = values.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def plain(values: Values, key: str) -> str:
    """The text under a key that the old site escaped for HTML, as it was typed."""
    return html.unescape(words(values, key))


def says_yes(values: Values, key: str) -> bool:
    return str(values.get(key, "")).strip().lower() in _YES


def count(values: Values, key: str) -> int:
    """A number that is not negative and fits a column; 0 for anything else."""
    text = words(values, key)
    return min(int(text), 2_000_000_000) if text.isascii() and text.isdigit() else 0


def objects(values: Values, key: str) -> list[Values]:
    """The objects in the list under a key."""
    listed = values.get(key)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def texts(values: Values, key: str) -> list[str]:
    """The texts in the list under a key, or the one text that stands there instead."""
    listed = values.get(key)
    if isinstance(listed, str):
        listed = [listed]
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def identity(values: Values, *, within: str) -> str:
    """The object's own id, byte for byte; where it has none that fits, one made of what it says."""
    own = words(values, "id")
    if own and len(own) <= MAX_ID:
        return own
    said = (
        words(values, key)
        for key in ("id", "contributorName", "createdDate", "title", "description")
    )
    return f"{within.partition(':')[0]}:{digest(within, *said)[:32]}"
