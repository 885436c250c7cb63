"""Whether whoever asks has the answer already (RFC 9110, section 13)."""

from collections.abc import Mapping
from typing import Any, Final

_CONDITIONS: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")

# Where a request remembers what was set aside.
_SET_ASIDE: Final = "harringay.conditions"

Environ = dict[str, Any]


def set_aside(environ: Environ) -> None:
    """Have a whole answer made: what its first reader has already, the next may not have."""
    environ[_SET_ASIDE] = {name: environ.pop(name) for name in _CONDITIONS if name in environ}


def put_back(environ: Environ) -> None:
    environ.update(environ.pop(_SET_ASIDE, {}))


def conditions_of(environ: Mapping[str, Any]) -> Mapping[str, Any]:
    """What came with a request, also while it is set aside."""
    asked = {**environ.get(_SET_ASIDE, {}), **environ}
    return {name: asked[name] for name in _CONDITIONS if name in asked}


def is_known(environ: Mapping[str, Any], *, etag: str, last_modified: str = "") -> bool:
    """Told from a request's WSGI environment, or its conditions; a tag outweighs a date."""
    if "HTTP_IF_NONE_MATCH" in environ:
        return _names_tag(environ["HTTP_IF_NONE_MATCH"], _bare(etag))
    # Only the very date that we gave: of any other we cannot know what it was the date of.
    return bool(last_modified) and environ.get("HTTP_IF_MODIFIED_SINCE") == last_modified


def _names_tag(header: str, tag: str) -> bool:
    """Compares weakly, and forgives a lost quote and the suffix that a zipping proxy adds."""
    return any(_bare(each).removesuffix("-gzip") in {tag, "*"} for each in header.split(","))


def _bare(tag: str) -> str:
    return tag.strip().removeprefix("W/").strip('"')
