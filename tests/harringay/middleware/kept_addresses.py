"""One address, at least, of every page that is kept for visitors; and the neighbourhood on them."""

from dataclasses import dataclass
from datetime import date

from forum import featuring
from forum.models import Category, Discussion, Page, Reply, SiteIdentity, Tag
from forum.moderation.models import SafetyDuties
from members.models import FormerAddress, Member, Safeguards
from tests.factories import (
    make_category,
    make_discussion,
    make_edition,
    make_notice,
    make_reply,
)

TOPIC = "/forum/topics/foxes"

ADDRESSES = [
    *("/", "/forum", "/forum?sort=newest", "/forum?sort=replies", "/forum?sort=featured"),
    *("/forum/categories", "/forum/categories/wildlife", "/forum/tags", "/forum/tags/urban"),
    *(TOPIC, f"{TOPIC}?page=2", f"{TOPIC}?order=time", f"{TOPIC}?order=time&page=2"),
    f"{TOPIC}/newer?after=1",
    *("/activity", "/search?q=fox", "/terms", "/contact", "/page/visiting", "/help/reading"),
    *("/rules", "/rules/1", "/terms/1", "/reporting-and-complaints"),
    *("/feeds", "/feeds/all.opml", "/feeds/discussions.rss", "/feeds/replies.atom"),
    *("/feeds/activity.json", "/feeds/categories/wildlife.rss", "/feeds/tags/urban.atom"),
    *("/feeds/members/asha.json", "/feeds/topics/foxes.rss", "/feeds/editions.atom"),
    "/feeds/search/fox.rss",
    *("/editions", "/editions/2026-03-17"),
    *("/badges", "/badges/network", "/badges/network.svg"),
    *("/badges/members/asha", "/badges/members/asha.svg", "/badges/topics/foxes"),
    "/oembed?url=http%3A%2F%2F127.0.0.1%3A8000%2Fforum%2Ftopics%2Ffoxes",
]


@dataclass(frozen=True)
class Neighbourhood:
    """Something on each of the addresses, and people to change it."""

    discussion: Discussion
    first: Reply
    last: Reply
    tag: Tag
    category: Category
    page: Page
    asha: Member
    ben: Member
    mo: Member


def neighbourhood(asha: Member, ben: Member, mo: Member) -> Neighbourhood:
    """A discussion of two pages, with two tags, the later one of them on another one too."""
    SiteIdentity.current().save()
    Safeguards.objects.get_or_create(pk=1)
    SafetyDuties.objects.get_or_create(pk=1)
    FormerAddress.objects.create(member=asha, address="once", given_up_at=asha.joined_at)
    category = make_category(name="Wildlife", slug="wildlife")
    discussion = make_discussion(
        title="Foxes", author=asha, category=category, tags=["urban", "wild life"]
    )
    make_discussion(title="Badgers", author=ben, category=category, tags=["wild life"])
    replies = [make_reply(discussion=discussion, author=ben, body=f"Fox {n}") for n in range(21)]
    answer = make_reply(parent=replies[0], author=asha, body="Where?")
    page = Page(slug="visiting", title="Visiting")
    page.set_body("<p>By train.</p>")
    page.save()
    featuring.feature(discussion, by=mo)
    make_edition(date(2026, 3, 17), discussion)
    make_notice(first_on=date(2026, 3, 17), last_on=date(2126, 3, 17))
    # As each of them will be read.
    discussion.refresh_from_db()
    return Neighbourhood(
        discussion=discussion,
        first=Reply.objects.get(pk=replies[0].pk),
        last=answer,
        tag=Tag.objects.get(slug="urban"),
        category=category,
        page=page,
        asha=asha,
        ben=ben,
        mo=mo,
    )
