"""Writing an export's pages and JSON, a piece at a time, in a folder that is there whole or not."""

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from harringay.site_export.errors import NotEmpty

# Whose presence says that a folder is an export of ours, which another may replace.
MARK: Final = "site.json"
_STYLE: Final = Path(__file__).with_name("style.css")


@contextmanager
def folder_in_place_of(place: Path) -> Iterator[Path]:
    """A new folder, which takes the place of an earlier export once all of it has been written.

    Raises NotEmpty where something else lies there.
    """
    if place.exists() and not (place / MARK).exists() and any(place.iterdir()):
        raise NotEmpty(f"{place} is neither empty nor an export; nothing was written.")
    unfinished = place.with_name(f"{place.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        shutil.copy(_STYLE, unfinished / "style.css")
        yield unfinished
    except BaseException:
        shutil.rmtree(unfinished)
        raise
    if place.exists():
        shutil.rmtree(place)
    unfinished.rename(place)


class Pieces:
    """A page that is written while its middle is still being read from the database."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def add(self, template: str, **context: Any) -> None:
        self._file.write(render_to_string(f"site_export/{template}", context))


@contextmanager
def page(path: Path, template: str, **context: Any) -> Iterator[Pieces]:
    """A page of a template, of which what is added in between fills the `middle`."""
    # What nobody can have written.
    gap = secrets.token_hex(16)
    around = render_to_string(f"site_export/{template}", {**context, "middle": gap})
    before, after = around.split(gap)
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(before)
        yield Pieces(file)
        file.write(after)


class Items:
    """A list in JSON of which one item at a time is in memory."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._separator = "\n"

    def add(self, item: dict[str, Any]) -> None:
        self._file.write(self._separator + _as_json(item))
        self._separator = ",\n"


@contextmanager
def listing(path: Path, about: dict[str, Any], name: str) -> Iterator[Items]:
    """A JSON object with all of `about`, and last a list of that name."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{_as_json(about)[:-1]}, {_as_json(name)}: [")
        yield Items(file)
        file.write("\n]}\n")


def _as_json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
