"""Cleaning all stored HTML again, from its source, when the cleaner has changed, or when it has
been found out how large a picture is that stands in it.

Each row names the version that cleaned it; one that names today's is passed by, so a run that was
cut off goes on where it was. No date changes: nobody has edited anything.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db import models, transaction

from forum import quoting, storing
from forum.models import Attachment, Discussion, Page, Reply
from forum.models.written import Written
from harringay import html
from members.models import Member

NEVER = 0  # the version of what no cleaner of ours has looked at
BATCH = 200  # rows in memory at once; a body may have 100,000 characters

Recleanable = Discussion | Reply | Page | Member
Progress = Callable[[str, int], None]


def reclean(progress: Progress = lambda _what, _done: None) -> list[str]:
    """Clean every row of an older version again.

    Returns the rows that today's cleaner refuses; they keep their HTML, and their version.
    """
    refused = []
    for model in (Discussion, Reply, Page, Member):
        done = 0
        for batch in _outdated(model):
            refused += _reclean_batch(model, batch)
            done += len(batch)
            progress(str(model._meta.verbose_name_plural), done)  # noqa: SLF001  Django's own name
    return refused


def measure_pictures() -> int:
    """Note how large each picture is of which nobody knew, so that nothing moves as it comes.

    What it stands in counts as outdated from then on. Returns how many were measured; one whose
    file is not at hand is passed by.
    """
    last = done = 0
    unknown = Attachment.objects.filter(kind=Attachment.Kind.PICTURE, width=None).order_by("pk")
    while batch := list(unknown.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        done += _note_sizes(batch)
    return done


@transaction.atomic
def _note_sizes(pictures: Iterable[Attachment]) -> int:
    measured = []
    for picture in pictures:
        if size := storing.measure(picture):
            picture.width, picture.height = size
            measured.append(picture)
    Attachment.objects.bulk_update(measured, ["width", "height"])
    for model in (Discussion, Reply):
        model._default_manager.filter(attachments__in=measured).update(html_version=NEVER)  # noqa: SLF001
    return len(measured)


def _outdated(model: type[Recleanable]) -> Iterator[list[Recleanable]]:
    """Batches of outdated rows, by key: those refused are passed once and not met again."""
    last = 0
    while True:
        rows = model._default_manager.filter(html_version__lt=html.VERSION, pk__gt=last)  # noqa: SLF001
        batch = list(rows.order_by("pk")[:BATCH])
        if not batch:
            return
        if issubclass(model, Written):
            models.prefetch_related_objects(batch, "mentions__member", "attachments")
        yield batch
        last = batch[-1].pk


@transaction.atomic
def _reclean_batch(model: type[Recleanable], batch: list[Recleanable]) -> list[str]:
    cleaned, refused = [], []
    for row in batch:
        try:
            render_again(row)
        except html.Unclean as problem:
            refused.append(f"{model.__name__} {row.pk}: {problem}")
        else:
            row.html_version = html.VERSION
            cleaned.append(row)
    rows: models.QuerySet[Recleanable] = model._default_manager.all()  # noqa: SLF001
    rows.bulk_update(cleaned, [_html_field(model), "html_version"])
    return refused


def render_again(row: Recleanable) -> None:
    """Make its HTML of its source as it is now, and save nothing. Raises html.Unclean."""
    if isinstance(row, Member):
        row.about_html = html.render(row.about, html.TEXT)
    elif not isinstance(row, Page):
        quoting.render_again(row)
    elif row.legacy_id:
        row.body_html = html.render_archive(row.body).html
    else:
        row.body_html = html.clean(row.body)


def _html_field(model: type[Recleanable]) -> str:
    return "about_html" if model is Member else "body_html"
