"""Nobody's XML is read here: feeds and OPML are written only (safety S-35)."""

import ast

from tests.test_conventions import PACKAGES, ROOT, named

# Of the standard library and of what is installed; `xml.sax.saxutils` and `xmlreader` write it.
READERS = {"xml.dom", "xml.etree", "xml.parsers", "lxml", "defusedxml", "feedparser", "html5lib"}
READERS |= {f"xml.sax.{name}" for name in ("make_parser", "parse", "parseString", "expatreader")}
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        else:
            continue
        # With each package that it is in.
        parts = [name.split(".") for name in names]
        found |= {".".join(each[:end]) for each in parts for end in range(1, len(each) + 1)}
    return found


def test_no_module_imports_what_reads_it():
    found = {named(path): imported(path) & READERS for path in FILES}
    assert not {path: names for path, names in found.items() if names}
