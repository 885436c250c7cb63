"""Everything people could comment on, as discussions; written many at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from forum.archive import attaching, converter, replies
from forum.archive.authors import Authors
from forum.archive.converter import OldDiscussion
from forum.archive.keeping import Fresh
from forum.archive.paths import old_paths
from forum.archive.rooms import Rooms
from forum.archive.run import Run, Words
from forum.archive.unique import FreeNames
from forum.models import Discussion, LegacyAddress
from forum.naming import address_of
from harringay import text
from members.models import Member


@dataclass(frozen=True)
class Plan:
    """A discussion to be; its words and its replies' by old id."""

    old: OldDiscussion
    words: Mapping[str, Words]
    hidden_reason: str


class Discussions:
    """Adds discussions with their replies. What an earlier run added is left as it is now."""

    def __init__(self, run: Run, authors: Authors, rooms: Rooms) -> None:
        self.run = run
        self.authors = authors
        self.rooms = rooms
        self._paths = FreeNames(_taken_paths)

    def prepare(self, kind: str, found: Sequence[Fresh]) -> list[Plan]:
        """What each object says, with its words cleaned and its files stored: the slow part."""
        every = (converter.discussion(kind, each.values, around=each.moment) for each in found)
        return [self._plan(old) for old in every if not old.says_nothing]

    def write(self, plans: Sequence[Plan]) -> None:
        """Add those that are new, and to all of them the replies that are new."""
        names = {post.author for plan in plans for post in plan.old.posts}
        members = self.authors.of(names)
        ids = [plan.old.legacy_id for plan in plans]
        here = {each.legacy_id: each for each in Discussion.objects.filter(legacy_id__in=ids)}
        new = [plan for plan in plans if plan.old.legacy_id not in here]
        here |= {row.legacy_id: row for row in self._add(new, members)}
        joins = [replies.Join(p.old, here[p.old.legacy_id], p.words) for p in plans]
        replies.add(joins, members, self.run.report)

    def _plan(self, old: OldDiscussion) -> Plan:
        self.authors.report_unknown(post.author for post in old.posts)
        reason = self.rooms.hidden_reason(old)
        if reason:
            self.run.report.hidden[reason] += 1
        words = {post.legacy_id: self.run.words(post.legacy_id, post.body) for post in old.posts}
        return Plan(old, words, reason)

    def _add(self, plans: Sequence[Plan], members: Mapping[str, Member]) -> list[Discussion]:
        paths = self._paths.claim([address_of(text.slugify(plan.old.title)) for plan in plans])
        rows = [
            self._row(plan, members[plan.old.author], slug=path.rpartition("/")[2])
            for plan, path in zip(plans, paths, strict=True)
        ]
        Discussion.objects.bulk_create(rows)
        self._label(rows, [plan.old for plan in plans])
        files = [
            file
            for row, plan in zip(rows, plans, strict=True)
            for file in attaching.of_discussion(row, plan.words[plan.old.legacy_id])
        ]
        self.run.report.added["discussions"] += len(rows)
        self.run.report.added["files"] += attaching.save(files)
        return rows

    def _row(self, plan: Plan, author: Member, *, slug: str) -> Discussion:
        old = plan.old
        return Discussion(
            legacy_id=old.legacy_id,
            author=author,
            title=old.title,
            slug=slug,
            category=self.rooms.of(old),
            started_at=old.started_at,
            last_activity_at=old.started_at,
            closed_at=old.closed_at,
            featured_at=old.featured_at,
            view_count=old.view_count,
            hidden_at=self.run.report.started_at if plan.hidden_reason else None,
            hidden_reason=plan.hidden_reason,
            **plan.words[old.legacy_id].fields,
        )

    def _label(self, rows: Sequence[Discussion], old: Sequence[OldDiscussion]) -> None:
        """Tags, and the addresses that the old site may have given them."""
        addresses = []
        for row, each in zip(rows, old, strict=True):
            if each.tags:
                row.tags.add(*each.tags)
            addresses += [(path, row) for path in old_paths(each, row.slug)]
        paths = self._paths.claim([path for path, _ in addresses])
        LegacyAddress.objects.bulk_create(
            LegacyAddress(path=path, discussion=row)
            for path, (_, row) in zip(paths, addresses, strict=True)
        )


def _taken_paths(paths: Collection[str]) -> Collection[str]:
    """What leads to a discussion now, and what once did."""
    slugs = [path.rpartition("/")[2] for path in paths]
    discussions = Discussion.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    addresses = LegacyAddress.objects.filter(path__in=paths).values_list("path", flat=True)
    return {*addresses, *(address_of(slug) for slug in discussions)}
