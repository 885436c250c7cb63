"""Whether whoever asks has the answer already (RFC 9110, section 13)."""

from collections.abc import Mapping
from typing import Any


def is_known(environ: Mapping[str, Any], *, etag: str, last_modified: str = "") -> bool:
    """Told from a request's WSGI environment; a tag is worth more than a date."""
    if "HTTP_IF_NONE_MATCH" in environ:
        return _names_tag(environ["HTTP_IF_NONE_MATCH"], _bare(etag))
    # Only the very date that we gave: of any other we cannot know what it was the date of.
    return bool(last_modified) and environ.get("HTTP_IF_MODIFIED_SINCE") == last_modified


def _names_tag(header: str, tag: str) -> bool:
    """Compares weakly, and forgives a lost quote and the suffix that a zipping proxy adds."""
    return any(_bare(each).removesuffix("-gzip") in {tag, "*"} for each in header.split(","))


def _bare(tag: str) -> str:
    return tag.strip().removeprefix("W/").strip('"')
