"""The old site's pages, as pages that the owner edits."""

from collections.abc import Collection, Sequence

from forum.archive import converter
from forum.archive.converter import OldPage
from forum.archive.keeping import Fresh
from forum.archive.run import Run
from forum.archive.unique import FreeNames
from forum.models import Page
from harringay import text

MAX_SLUG = 70  # of 80, so that a clash's number finds room


class Pages:
    """Adds pages; those that an earlier run added, or that say nothing, it leaves."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._slugs = FreeNames(_taken_slugs)

    def prepare(self, found: Sequence[Fresh]) -> list[Page]:
        old = [converter.page(each.values, around=each.moment) for each in found]
        return [self._row(each) for each in old if each.body]

    def write(self, rows: Sequence[Page]) -> None:
        ids = [row.legacy_id for row in rows]
        here = set(Page.objects.filter(legacy_id__in=ids).values_list("legacy_id", flat=True))
        new = [row for row in rows if row.legacy_id not in here]
        slugs = self._slugs.claim([text.slugify(row.title)[:MAX_SLUG] for row in new])
        for row, slug in zip(new, slugs, strict=True):
            row.slug = slug
        self.run.report.added["pages"] += len(Page.objects.bulk_create(new))

    def _row(self, old: OldPage) -> Page:
        words = self.run.words(old.legacy_id, old.body)
        return Page(
            legacy_id=old.legacy_id,
            title=old.title,
            body=words.body,
            body_html=words.body_html,
            html_version=words.html_version,
            changed_at=old.changed_at,
        )


def _taken_slugs(slugs: Collection[str]) -> Collection[str]:
    return Page.objects.filter(slug__in=slugs).values_list("slug", flat=True)
