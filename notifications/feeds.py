"""The feed of the editions: one entry for each, with all that is in it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Final

from django.db.models import Subquery
from django.template.loader import render_to_string
from django.urls import reverse

from forum.feeds.channels import Channel
from forum.feeds.feed import Feed, made_of
from forum.feeds.items import Item, absolute, moment_of, with_whole_addresses
from forum.feeds.paging import NEWEST, Place, Placed
from forum.feeds.rows import ROWS
from forum.feeds.sources import Sources, all_of
from forum.models import SiteIdentity
from notifications.models import Edition, EditionItem, Issue, in_short


def channel() -> Channel:
    return Channel(
        title="The Daily Edition",
        description="One entry a day: what was started since the last, and what was busy.",
        page=reverse("notifications:editions"),
        name="notifications:edition_feed",
    )


def editions(before: Place = NEWEST) -> Feed:
    """The newest editions; what was taken down since is in none of them. Three queries."""
    issued = Edition.objects.issued().filter(issued_on__lt=before.moment.date())
    newest = list(issued.newest_first()[:ROWS])
    items: dict[int, list[EditionItem]] = defaultdict(list)
    for item in EditionItem.objects.filter(edition__in=newest).shown().for_reading():
        items[item.edition_id].append(item)
    beside = SOURCES.ask_for(before)
    found = (
        Placed(_entry(each, items[each.pk], beside.site), _place_after(each)) for each in newest
    )
    return made_of(channel(), beside, found, before)


def _place_after(edition: Edition) -> Place:
    """There is one for a day at the most."""
    return Place(datetime.combine(edition.issued_on, time.min, tzinfo=UTC), 0)


def _entry(edition: Edition, items: Sequence[EditionItem], site: SiteIdentity) -> Item:
    issued_at = moment_of(edition.came_out_at)
    context = {"issue": Issue(edition, items)}
    content = render_to_string("notifications/_edition_entry.html", context)
    titles = [item.discussion.title for item in items]
    headline = f": {in_short(titles)}" if titles else ""
    return Item(
        id=f"tag:{site.feed_authority},{edition.issued_on:%Y}:edition:{edition.issued_on}",
        url=absolute(edition.get_absolute_url()),
        title=f"{edition.title}{headline}",
        summary="; ".join(titles),
        content_html=with_whole_addresses(content),
        author_name=site.name,
        author_url="",
        category="The Daily Edition",
        published=issued_at,
        updated=issued_at,
    )


_OF_EDITION: Final = ("pk", "issued_on", "issued_at", "word")
_OF_ITEM: Final = (
    *("pk", "edition", "kind", "position", "new_reply_count"),
    *(f"discussion__{column}" for column in ("title", "slug", "body_html", "category__name")),
    *(f"discussion__author__{column}" for column in ("name", "address", "left_at")),
)


def _lists() -> dict[str, Subquery]:
    newest = Edition.objects.issued().newest_first().values("pk")[:ROWS]
    return {
        "editions": all_of(Edition.objects.filter(pk__in=newest), _OF_EDITION),
        "items": all_of(EditionItem.objects.filter(edition__in=newest).shown(), _OF_ITEM),
    }


SOURCES: Final = Sources(_lists)
