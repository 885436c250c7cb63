"""Writing the whole site out as every visitor may read it: pages, pictures, and JSON beside them.

Nothing is held in memory but what pages are called; one discussion and its replies are read at a
time, a few hundred rows at once.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from forum.models import Category, Discussion, Reply, SiteIdentity
from harringay.site_export import files, names, readable, saying
from harringay.site_export.names import Shelf
from members import avatars
from members.models import AVATAR_LARGE, Member

_EVERY: Final = 25  # discussions between two words of progress

Progress = Callable[[str, int], None]


@dataclass
class Export:
    """What is being written, and what has been."""

    folder: Path
    made_at: datetime
    site: SiteIdentity
    progress: Progress
    shelf: Shelf = field(default_factory=Shelf)
    counts: Counter[str] = field(default_factory=Counter)

    def about(self) -> dict[str, Any]:
        """What stands on every page."""
        return {"site": self.site, "site_url": settings.SITE_URL, "made_at": self.made_at}

    def page(self, path: str, template: str, **context: Any) -> Any:
        return files.page(self.folder / path, template, **self.about(), **context)


def export_site(place: Path, progress: Progress = lambda _what, _done: None) -> Counter[str]:
    """Write it all to a folder, in place of an earlier export; how much of what there is.

    Raises errors.NotEmpty, and OSError where the disk does.
    """
    place = place.resolve()
    with files.folder_in_place_of(place) as folder:
        export = Export(folder, timezone.now(), SiteIdentity.current(), progress)
        _copy_files(export)
        _name_pages(export)
        _write_members(export)
        _write_discussions(export)
        _write_pages(export)
        _write_indexes(export)
        return export.counts


def _copy_files(export: Export) -> None:
    for attachment in readable.attachments():
        for path, name in names.of_files(attachment).items():
            if _is_copied(path, export.folder / "media" / name):
                export.shelf.files[path] = name
                export.counts["files"] += 1
        export.progress("files", export.counts["files"])


def _is_copied(path: str, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(Path(settings.MEDIA_ROOT) / path, target)
    except FileNotFoundError:
        return False
    return True


def _name_pages(export: Export) -> None:
    """First, so that every page can lead to any other."""
    add = export.shelf.add
    for category in readable.categories():
        add(category.get_absolute_url(), names.of_category(category))
    for page in readable.pages():
        add(page.get_absolute_url(), names.of_page(page))
    for member in readable.members():
        add(member.get_absolute_url(), names.of_member(member))
    for discussion in readable.discussions().iterator():
        add(discussion.get_absolute_url(), names.of_discussion(discussion))


def _write_members(export: Export) -> None:
    about = saying.of_site(export.site, export.made_at)
    with files.listing(export.folder / "members.json", about, "members") as items:
        for member in readable.members():
            items.add(saying.of_member(member))
            with export.page(
                f"{names.of_member(member)}.html",
                "member.html",
                member=member,
                portrait=_portrait_of(member, export),
                about_html=export.shelf.linked(member.about_html),
            ):
                export.counts["members"] += 1


def _portrait_of(member: Member, export: Export) -> str:
    """Where their picture is, seen from a page; empty where they have none."""
    if not member.avatar_key:
        return ""
    path = avatars.stored_at(member.avatar_key, AVATAR_LARGE).as_posix()
    return f"../media/{path}" if _is_copied(path, export.folder / "media" / path) else ""


def _write_discussions(export: Export) -> None:
    for discussion in readable.discussions_in_full():
        _write_discussion(discussion, export)
        export.counts["discussions"] += 1
        if export.counts["discussions"] % _EVERY == 0:
            export.progress("discussions", export.counts["discussions"])


def _write_discussion(discussion: Discussion, export: Export) -> None:
    name = names.of_discussion(discussion)
    about = saying.of_discussion(discussion)
    context = {
        "discussion": discussion,
        "author_address": _author_page(discussion.author, export),
        "category_address": f"../{names.of_category(discussion.category)}.html",
        "body_html": export.shelf.linked(discussion.body_html) if discussion.is_shown else "",
    }
    with (
        files.listing(export.folder / f"{name}.json", about, "replies") as items,
        export.page(f"{name}.html", "discussion.html", **context) as page,
    ):
        for reply in readable.replies_to(discussion):
            items.add(saying.of_reply(reply))
            page.add("_reply.html", **_shown(reply, export))
            export.counts["replies"] += 1


def _shown(reply: Reply, export: Export) -> dict[str, Any]:
    """What the page says of a reply: of one that is not shown, that it is not."""
    if not reply.is_shown:
        return {"reply": reply, "body_html": "", "author_address": "", "whom": ""}
    parent = reply.parent
    return {
        "reply": reply,
        "author_address": _author_page(reply.author, export),
        "whom": parent.author.shown_name if parent and parent.is_shown else "",
        "body_html": export.shelf.linked(reply.body_html),
    }


def _author_page(author: Member, export: Export) -> str:
    """Empty for those who have left, and for those who have no page."""
    return "" if author.has_left else export.shelf.page_of(author.get_absolute_url())


def _write_pages(export: Export) -> None:
    for page in readable.pages():
        body_html = export.shelf.linked(page.body_html)
        name = f"{names.of_page(page)}.html"
        with export.page(name, "page.html", page=page, body_html=body_html):
            export.counts["pages"] += 1


def _write_indexes(export: Export) -> None:
    """By category, by month, and the front page, which counts both."""
    categories = [
        (each, names.of_category(each), _write_category(each, export))
        for each in readable.categories()
    ]
    months = []
    for month, found in _by_month(readable.discussions().iterator()):
        path = f"months/{month:%Y-%m}"
        months.append((month, path, _write_month(export, path, found, month=month)))
    pages = [(page, names.of_page(page)) for page in readable.pages()]
    context = {"categories": categories, "months": months, "pages": pages}
    with files.page(export.folder / "index.html", "index.html", **export.about(), **context):
        pass
    about = saying.of_site(export.site, export.made_at)
    with files.listing(export.folder / files.MARK, about, "categories") as items:
        for category in readable.categories():
            items.add(saying.of_category(category))


def _write_category(category: Category, export: Export) -> int:
    """Its months, each on a page of its own; how many discussions there are in it."""
    name = names.of_category(category)
    inside = readable.discussions().filter(category=category).iterator()
    months = []
    for month, found in _by_month(inside):
        path = f"{name}-{month:%Y-%m}"
        count = _write_month(export, path, found, month=month, category=category)
        months.append((month, path, count))
    with export.page(f"{name}.html", "category.html", category=category, months=months):
        return sum(count for _, _, count in months)


def _write_month(export: Export, path: str, found: Iterable[Discussion], **context: Any) -> int:
    """A page of one month's discussions; how many there are."""
    count = 0
    with export.page(f"{path}.html", "month.html", **context) as page:
        for discussion in found:
            name = names.of_discussion(discussion)
            page.add("_discussion_row.html", discussion=discussion, name=name)
            count += 1
    return count


def _by_month(
    discussions: Iterable[Discussion],
) -> Iterator[tuple[datetime, Iterable[Discussion]]]:
    """By the clock on the wall, from the oldest on."""
    return groupby(discussions, key=_month_of)


def _month_of(discussion: Discussion) -> datetime:
    started = timezone.localtime(discussion.started_at)
    return started.replace(day=1, hour=12, minute=0, second=0, microsecond=0)
