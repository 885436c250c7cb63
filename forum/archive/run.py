"""What every part of one run shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forum.archive.bodies import Body
from forum.archive.files import Shelf, Stored
from forum.archive.reader import Archive
from forum.archive.report import Report
from forum.models.written import BodyFormat
from harringay import html

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Words:
    """A body as we keep it, and the files that stand in it."""

    body: str
    body_format: str
    body_html: str
    files: list[Stored]
    html_version: int = html.VERSION

    @property
    def fields(self) -> dict[str, Any]:
        """What a discussion or a reply keeps of them."""
        return {
            "body": self.body,
            "body_format": self.body_format,
            "body_html": self.body_html,
            "html_version": self.html_version,
        }


NO_WORDS = Words("", BodyFormat.HTML, "", [])


@dataclass(frozen=True)
class Run:
    """One moving in: where from, where the files go, and what it has to say."""

    archive: Archive
    shelf: Shelf
    report: Report
    hosts: frozenset[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = lambda _what, _done: None

    def words(self, post_id: str, markup: str) -> Words:
        """A post's markup as clean HTML of ours, with its files stored."""
        body = Body(post_id, shelf=self.shelf, report=self.report, hosts=self.hosts)
        source = body.rewrite(html.videos_to_links(markup))
        body_html, problem = html.render_archive(source)
        if problem:
            self.report.kept_as_text.append(f"{post_id}: {problem}")
        files = list(body.files.values())
        pictured = {each.key: each.as_attachment().as_picture for each in files if each.is_picture}
        body_html = html.pictures.measure(body_html, pictured)
        return Words(source, BodyFormat.HTML, body_html, files)
