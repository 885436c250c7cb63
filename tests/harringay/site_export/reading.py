"""Reading an export as a browser does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import html5lib

from forum.models import Attachment, Discussion


def everything_in(place: Path) -> str:
    """All that any of its files says."""
    return "\n".join(
        path.read_bytes().decode(errors="replace") for path in place.rglob("*") if path.is_file()
    )


def page(path: Path) -> Any:
    return html5lib.parse(path.read_text(), namespaceHTMLElements=False)


def addresses_in(path: Path, *tags: str) -> list[SplitResult]:
    """Where the elements of a page that have one of these tags lead to."""
    found = [element for tag in tags for element in page(path).iter(tag)]
    return [urlsplit(each.get("href") or each.get("src")) for each in found]


def follow(place: Path, *words: str) -> Path:
    """From the front page from link to link, by what each says."""
    here = place / "index.html"
    for word in words:
        [link] = [a for a in page(here).iter("a") if "".join(a.itertext()) == word]
        here = (here.parent / str(link.get("href"))).resolve()
    return here


def attach(
    discussion: Discussion, media: Path, *, key: str, name: str = "", widths: Sequence[int] = ()
) -> None:
    """A picture of these widths, or a file of that name."""
    Attachment.objects.create(
        key=key,
        kind=Attachment.Kind.PICTURE if widths else Attachment.Kind.FILE,
        name=name,
        size=5,
        widths=list(widths),
        owner=discussion.author,
        discussion=discussion,
    )
    paths = [f"pictures/{key}/{width}.webp" for width in widths] or [f"files/{key}"]
    for path in paths:
        (media / path).parent.mkdir(parents=True, exist_ok=True)
        (media / path).write_bytes(b"bytes")
