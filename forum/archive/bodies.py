"""Making what was written on the old site at home on ours: its pictures, files and links."""

import html as entities
import re
from collections.abc import Collection
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from forum.archive.files import Shelf, Stored, as_named, path_in
from forum.archive.reader import KINDS
from forum.archive.report import Report

# What stands here dies with the old site, whether or not it is in the archive.
_OLD_STORES = frozenset({"api.ning.com", "storage.ning.com"})

_TAG = re.compile(r"<a\b[^>]*>|</a\s*>|<img\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)


def hosts_like(host: str) -> frozenset[str]:
    """A host with and without its www; empty for no host."""
    bare = host.lower().removeprefix("www.")
    return frozenset({bare, f"www.{bare}"}) if bare else frozenset()


class Body:
    """The tags of one post, rewritten one by one; `files` is what it turns out to hold."""

    def __init__(
        self, post_id: str, *, shelf: Shelf, report: Report, hosts: Collection[str]
    ) -> None:
        self.post_id = post_id
        self.shelf = shelf
        self.report = report
        self.hosts = hosts
        self.files: dict[str, Stored] = {}
        self.is_in_link = False

    def rewrite(self, markup: str) -> str:
        """The same markup with our addresses; where a file is missing its name stays."""
        return _TAG.sub(self._tag, markup)

    def _tag(self, found: re.Match[str]) -> str:
        tag = found.group()
        name = tag[1:3].lower()
        if name == "im":
            return self._picture(_attributes(tag))
        self.is_in_link = name != "/a"
        return self._link(tag) if self.is_in_link else tag

    def _link(self, tag: str) -> str:
        address = _attributes(tag).get("href", "")
        if _is_in_archive(address):
            stored = self._place(address)
            return f'<a href="{stored.url}">' if stored else "<a>"
        self._note_old_store(address)
        ours = self._on_our_host(address)
        return f'<a href="{entities.escape(ours)}">' if ours else tag

    def _picture(self, attributes: dict[str, str]) -> str:
        address = attributes.get("src", "")
        stored = self._place(address) if _is_in_archive(address) else None
        if stored and stored.is_picture:
            alt = entities.escape(attributes.get("alt", ""))
            return f'<img src="{stored.url}" alt="{alt}">'
        name = entities.escape(stored.name if stored else _name(address))
        if stored:
            return self._named(stored.url, name)
        self._note_old_store(address)
        return self._named(address, name) if _split(address).netloc else name

    def _named(self, address: str, name: str) -> str:
        """A link with a name; inside another link only the name."""
        return name if self.is_in_link else f'<a href="{entities.escape(address)}">{name}</a>'

    def _place(self, address: str) -> Stored | None:
        """The same file may stand in one post twice, as a link and as the picture inside it."""
        key = address.partition("?")[0]
        if key not in self.files:
            stored = self.shelf.place(key, post_id=self.post_id)
            if stored is None:
                return None
            self.files[key] = stored
        return self.files[key]

    def _note_old_store(self, address: str) -> None:
        if _split(address).hostname in _OLD_STORES:
            self.report.old_links.append(f"{self.post_id} {address}")

    def _on_our_host(self, address: str) -> str:
        """The path of a link to the old site itself, without the marks that told where from."""
        parts = _split(address)
        if parts.hostname not in self.hosts:
            return ""
        kept = [(key, value) for key, value in parse_qsl(parts.query) if key[:3] != "xg_"]
        path = "/" + parts.path.lstrip("/")
        return parts._replace(scheme="", netloc="", path=path, query=urlencode(kept)).geturl()


def _attributes(tag: str) -> dict[str, str]:
    found = (match.groups(default="") for match in _ATTRIBUTE.finditer(tag))
    return {name.lower(): entities.unescape(a + b + c).strip() for name, a, b, c in found}


def _is_in_archive(address: str) -> bool:
    """Whether an address is a path as the exporter writes them, or pretends to be one."""
    parts = path_in(address).parts
    return bool(parts) and (parts[0] in KINDS or ".." in parts)


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _name(address: str) -> str:
    return as_named(unquote(_split(address).path.rstrip("/").rpartition("/")[2])) or "picture"
