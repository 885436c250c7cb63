"""Slugs: chosen once, by the old site's rule, and never lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from django.db import IntegrityError, transaction
from django.db.models import Q

from forum.models import Discussion, LegacyAddress
from harringay import text

# After its first day an address has been linked to, mailed and indexed.
SLUG_SETTLES_AFTER = timedelta(days=1)


def save_under_free_slug(discussion: Discussion) -> None:
    """Save under the first slug for its title that nobody has, or ever had.

    Two people may choose one title at the same moment: the loser of that race tries the next.
    """
    for slug in _candidates(discussion.title):
        if _is_taken(slug, discussion):
            continue
        discussion.slug = slug
        try:
            with transaction.atomic():
                discussion.save()
        except IntegrityError:
            if not _is_taken(slug, discussion):
                raise
        else:
            return


def rename(discussion: Discussion, title: str, *, now: datetime) -> None:
    """Change the title; on the first day the slug follows, and the old one goes on answering."""
    old_slug = discussion.slug
    is_settled = now - discussion.started_at > SLUG_SETTLES_AFTER
    discussion.title = title
    if is_settled or text.slugify(title) == text.slugify(old_slug):
        discussion.save()
        return
    save_under_free_slug(discussion)
    LegacyAddress.objects.get_or_create(
        path=address_of(old_slug), defaults={"discussion": discussion}
    )


def address_of(slug: str) -> str:
    """The path that LegacyAddress keeps for a slug."""
    return f"/forum/topics/{slug.lower()}"


def at_slug(slug: str) -> Q:
    """The one discussion that has a slug, or once had it: a form may be older than the title."""
    formerly = LegacyAddress.objects.filter(path=address_of(slug)).values("discussion")
    return Q(slug=slug) | Q(pk__in=formerly)


def _candidates(title: str) -> Iterator[str]:
    slug = text.slugify(title)
    yield slug
    for number in count(1):
        yield f"{slug}-{number}"


def _is_taken(slug: str, discussion: Discussion) -> bool:
    others = Discussion.objects.exclude(pk=discussion.pk).filter(slug=slug)
    former = LegacyAddress.objects.filter(path=address_of(slug)).exclude(
        discussion_id=discussion.pk or 0
    )
    return others.exists() or former.exists()
