"""The zip of an export: each chapter as JSON for machines, and as pages that any browser reads.

Rows go into it as they come from the database, so that an export of any size needs the memory of
one page of it.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from members.chapters import Chapter, Row

ROWS_ON_A_PAGE = 100
HTML = "_html"


class Field(NamedTuple):
    """One fact of a row, as the readable page shows it; clean HTML in place of text."""

    label: str
    text: str
    clean_html: str


def write(member_key: int, chapters: Sequence[Chapter], path: Path) -> None:
    """Write a member's export to a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        path.chmod(0o600)
        for chapter in chapters:
            _write_json(archive, chapter, member_key)
            _write_pages(archive, chapter, member_key)
            for name, found_at in chapter.files(member_key):
                if found_at.is_file():
                    archive.write(found_at, f"{chapter.name}/{name}")
        context = {"chapters": chapters, "made_at": timezone.now()}
        archive.writestr("index.html", render_to_string("members/export/index.html", context))


def _write_json(archive: zipfile.ZipFile, chapter: Chapter, member_key: int) -> None:
    with archive.open(f"{chapter.name}.json", "w", force_zip64=True) as file:
        file.write(b"[")
        for nth, row in enumerate(chapter.rows(member_key)):
            said = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
            file.write(b",\n" if nth else b"\n")
            file.write(said.encode())
        file.write(b"\n]\n")


def _write_pages(archive: zipfile.ZipFile, chapter: Chapter, member_key: int) -> None:
    pages = chain(_pages(chapter.rows(member_key)), [None])
    for number, (rows, next_rows) in enumerate(pairwise(pages), start=1):
        context = {
            "chapter": chapter,
            "rows": [_fields(row) for row in rows or ()],
            "number": number,
            "previous": _page_name(chapter, number - 1) if number > 1 else "",
            "next": _page_name(chapter, number + 1) if next_rows else "",
        }
        page = render_to_string("members/export/chapter.html", context)
        archive.writestr(_page_name(chapter, number), page)


def _pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """By the hundred; one empty page where there is nothing."""
    rest = iter(rows)
    page = list(islice(rest, ROWS_ON_A_PAGE))
    yield page
    while page := list(islice(rest, ROWS_ON_A_PAGE)):
        yield page


def _page_name(chapter: Chapter, number: int) -> str:
    return f"{chapter.name}.html" if number == 1 else f"{chapter.name}-{number}.html"


def _fields(row: Row) -> list[Field]:
    """What there is to say; a source gives way to the HTML that was made of it."""
    shown = {name: value for name, value in row.items() if f"{name}{HTML}" not in row}
    return [_field(name, value) for name, value in shown.items() if value not in (None, "", [])]


def _field(name: str, value: Any) -> Field:
    label = name.removesuffix(HTML).removesuffix("_at").removesuffix("_on")
    label = label.replace("_", " ").capitalize()
    if name.endswith(HTML):
        return Field(label, "", str(value))
    return Field(label, _in_words(value), "")


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d %B %Y}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
