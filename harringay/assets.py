"""What a browser is sent: our stylesheets and behaviours joined, and a few files of packages.

There is no bundler. Stylesheets are put one after another in css/site.css, and behaviours side by
side in js/site.js, each in a block of its own so that their names cannot clash. An address inside a
source is written as seen from the joined file: `url("../fonts/…")`, `import("../vendor/…")`.
"""

import re
from collections.abc import Iterable
from pathlib import Path

# Where the file is served, and where it lies beneath node_modules.
PACKAGE_FILES = {
    "vendor/purify.js": "dompurify/dist/purify.es.mjs",
    "vendor/squire.js": "squire-rte/dist/squire.mjs",
}

SHEETS = "css/*.css"
BEHAVIOURS = "js/behaviours/*.js"
FIRST_SHEETS = ("tokens", "reset", "base", "layout")
LAST_SHEETS = ("utilities", "print")

IMPORT_LINE = re.compile(r"^import\b[^;]*;\n", re.MULTILINE)
COMMENT_LINES = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
BLANKS = re.compile(r"\n\s+")
SOURCE_MAP_LINE = re.compile(rb"^//# sourceMappingURL=.*\n?", re.MULTILINE)


def build(*, static: Path, packages: Path, out: Path) -> list[str]:
    """Fill `out`, and nothing else in it, from our sources and the npm packages.

    Returns the package files that are not there. The behaviours that need one of them are left out,
    and the site works on: a plain textarea.
    """
    absent = [served for served, lies in PACKAGE_FILES.items() if not (packages / lies).is_file()]
    sheets = [path.read_text() for path in sorted(static.glob(SHEETS), key=_layer)]
    behaviours = [path.read_text() for path in sorted(static.glob(BEHAVIOURS))]
    files = {
        "css/site.css": _without_notes("\n".join(sheets)).encode(),
        "js/site.js": _without_notes(join_behaviours(_without(behaviours, absent))).encode(),
    }
    for served in PACKAGE_FILES.keys() - set(absent):
        files[served] = _without_map(packages / PACKAGE_FILES[served])
    _fill(out, files)
    return absent


def sources(static: Path) -> list[str]:
    """The names of what is published only joined, which collectstatic is to pass by."""
    found = [*static.glob(SHEETS), *static.glob(BEHAVIOURS)]
    return [path.relative_to(static).as_posix() for path in found]


def join_behaviours(behaviours: Iterable[str]) -> str:
    """One module: every import first, each once, then each behaviour in its own block."""
    imports: dict[str, None] = {}
    blocks = []
    for source in behaviours:
        imports |= dict.fromkeys(IMPORT_LINE.findall(source))
        blocks.append(f"{{\n{IMPORT_LINE.sub('', source)}}}\n")
    return "".join([*imports, *blocks])


def _layer(sheet: Path) -> tuple[int, str]:
    """The place of a stylesheet: its layer's, then its name's."""
    if sheet.stem in FIRST_SHEETS:
        return FIRST_SHEETS.index(sheet.stem), sheet.stem
    if sheet.stem in LAST_SHEETS:
        return 100 + LAST_SHEETS.index(sheet.stem), sheet.stem
    return 50, sheet.stem


def _without(behaviours: Iterable[str], absent: Iterable[str]) -> list[str]:
    return [text for text in behaviours if not any(name in text for name in absent)]


def _without_notes(source: str) -> str:
    """The source, less what only its authors read: a third of what a phone would fetch.

    A comment stands on lines of its own, and no text of ours spans lines.
    """
    return BLANKS.sub("\n", COMMENT_LINES.sub("", source))


def _without_map(path: Path) -> bytes:
    """The file, less the address of a source map that we do not serve."""
    content = path.read_bytes()
    return SOURCE_MAP_LINE.sub(b"", content) if path.suffix == ".mjs" else content


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    """Make `folder` hold just these files; one that is as it was keeps its date."""
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
