"""Moving an archive in: batch by batch, so that a run that breaks off resumes where it was."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from forum import counting
from forum.archive import files, keeping
from forum.archive.authors import Authors
from forum.archive.discussions import Discussions
from forum.archive.keeping import Fresh
from forum.archive.members import Accounts
from forum.archive.pages import Pages
from forum.archive.reader import KINDS, Dated
from forum.archive.report import Report
from forum.archive.rooms import Rooms
from forum.archive.run import Run
from forum.archive.values import objects
from forum.models import SiteIdentity
from members.models import Member, Role

# Whose comments have no place on our site.
_WALLS = {
    "members": "comments on members' walls",
    "groups": "comments on groups' walls",
    "pages": "comments on pages",
}


class _Part(NamedTuple):
    """How one kind is moved in: `prepare` reads and cleans, `write` is one transaction."""

    prepare: Callable[[Sequence[Fresh]], Any]
    write: Callable[[Any], None]


def survey(run: Run) -> None:
    """Find out what moving in would meet with; writes nothing."""
    parts = _parts(run)
    for kind in KINDS:
        for found in _batches(run, kind):
            parts[kind].prepare(found)
    run.report.losses += run.archive.losses


def import_archive(run: Run) -> None:
    """Move in everything that no earlier run has. Nobody is told, and no event is recorded."""
    files.keep_secret()
    parts = _parts(run)
    for kind in KINDS:
        for found in _batches(run, kind):
            prepared = parts[kind].prepare(found)
            with transaction.atomic():
                parts[kind].write(prepared)
                keeping.keep(kind, found)
    run.report.losses += run.archive.losses
    counting.settle_totals()
    _credit_owner()


def _credit_owner() -> None:
    """The footer names the creator, where nobody has named one and the site has one owner."""
    identity = SiteIdentity.current()
    owners = Member.objects.filter(role=Role.OWNER, left_at=None)[:2]
    if len(owners) == 1 and identity.creator_name == SiteIdentity().creator_name:
        identity.creator = owners[0]
        identity.creator_name = owners[0].name
        identity.save()


def _parts(run: Run) -> dict[str, _Part]:
    authors = Authors(run)
    rooms, accounts, pages = Rooms(run), Accounts(run, authors), Pages(run)
    discussions = Discussions(run, authors, rooms)
    parts = {kind: _Part(partial(discussions.prepare, kind), discussions.write) for kind in KINDS}
    return parts | {
        "members": _Part(accounts.prepare, accounts.write),
        "groups": _Part(rooms.prepare, rooms.write),
        "pages": _Part(pages.prepare, pages.write),
    }


def _batches(run: Run, kind: str) -> Iterator[list[Fresh]]:
    """What is new of one kind, counted and by the batch."""
    done = 0
    for batch in keeping.batches(run.archive.oldest_first(kind)):
        _count(kind, batch, run.report)
        found = keeping.fresh(kind, batch, run.report)
        if found:
            yield found
        done += len(batch)
        run.progress(kind, done)


def _count(kind: str, batch: Sequence[Dated], report: Report) -> None:
    comments = sum(len(objects(each.values, "comments")) for each in batch)
    report.found[kind] += len(batch)
    report.found[_WALLS.get(kind, "comments")] += comments
