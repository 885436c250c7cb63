"""Rows for tests: say what the test is about, and the rest is invented."""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone

from forum import posting
from forum.models import Audience, Category, Discussion, Origin, Reply
from members.models import Member, Role
from notifications import editions, schedule
from notifications.models import Edition, EditionItem, ItemKind, Notice

PASSWORD = "a quiet street with foxes"

_numbers = itertools.count(1)


def make_member(  # noqa: PLR0913  every one named, every one optional
    *,
    name: str = "Wendy Green",
    address: str | None = None,
    email: str | None = None,
    password: str | None = PASSWORD,
    role: str = Role.MEMBER,
    area: str = "",
    joined_at: datetime | None = None,
    left_at: datetime | None = None,
    suspended_at: datetime | None = None,
    suspension_ends_at: datetime | None = None,
    banned_at: datetime | None = None,
    restriction_ends_at: datetime | None = None,
    is_active: bool = True,
    is_demo: bool = False,
    legacy_name: str | None = None,
    has_second_factor: bool = False,
) -> Member:
    """A member of a year's standing with a confirmed e-mail address; no password: None."""
    address = address or f"{name.split(maxsplit=1)[0].lower()}-{next(_numbers)}"
    email = email or f"{address}@example.org"
    member = Member.objects.create_user(
        email,
        password,
        name=name,
        address=address,
        role=role,
        area=area,
        joined_at=joined_at or timezone.now() - timedelta(days=365),
        left_at=left_at,
        suspended_at=suspended_at,
        suspension_ends_at=suspension_ends_at,
        banned_at=banned_at,
        restriction_ends_at=restriction_ends_at,
        is_active=is_active,
        is_demo=is_demo,
        legacy_name=legacy_name,
    )
    EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    if has_second_factor:
        totp.TOTP.activate(member, totp.generate_totp_secret())
    return member


def make_category(
    *,
    name: str = "Over the fence",
    slug: str | None = None,
    description: str = "",
    position: int = 100,
    may_start: str = Audience.MEMBERS,
    may_reply: str = Audience.MEMBERS,
    origin: str = Origin.FORUM,
    hidden_at: datetime | None = None,
) -> Category:
    """A room in which every member may start and reply."""
    return Category.objects.create(
        name=name,
        slug=slug or f"room-{next(_numbers)}",
        description=description,
        position=position,
        may_start=may_start,
        may_reply=may_reply,
        origin=origin,
        hidden_at=hidden_at,
    )


def make_discussion(
    *,
    title: str = "Foxes on Wightman Road",
    body: str = "Three of them, at noon, in the middle of the road.",
    body_format: str = "text",
    author: Member | None = None,
    category: Category | None = None,
    tags: Sequence[str] = (),
    submission: UUID | None = None,
) -> Discussion:
    """A discussion as a member starts it."""
    return posting.start_discussion(
        author=author or make_member(),
        category=category or make_category(),
        title=title,
        body=body,
        body_format=body_format,
        tags=tags,
        submission=submission,
    )


def make_reply(
    *,
    discussion: Discussion | None = None,
    parent: Reply | None = None,
    author: Member | None = None,
    body: str = "I saw them too, by the railway.",
    body_format: str = "text",
    submission: UUID | None = None,
) -> Reply:
    """A reply as a member posts it; to `parent` where one is given."""
    if discussion is None:
        discussion = parent.discussion if parent else make_discussion()
    return posting.post_reply(
        discussion=discussion,
        author=author or make_member(),
        body=body,
        body_format=body_format,
        parent=parent,
        submission=submission,
    )


def make_edition(day: date, *discussions: Discussion, word: str = "") -> Edition:
    """The issued edition of a day with these discussions, whenever they were started."""
    edition = Edition.objects.create(
        issued_on=day,
        number=editions.next_number(),
        since_at=schedule.edition_at(day - schedule.DAY),
        until_at=schedule.edition_at(day),
        issued_at=schedule.edition_at(day),
        word=word,
    )
    for position, discussion in enumerate(discussions, start=1):
        EditionItem.objects.create(
            edition=edition,
            discussion=discussion,
            kind=ItemKind.NEW,
            position=position,
            newest_at=discussion.last_activity_at,
        )
    return edition


def make_notice(
    *,
    text: str = "Street party on Sunday.",
    link: str = "",
    first_on: date | None = None,
    last_on: date | None = None,
    is_advertisement: bool = False,
) -> Notice:
    """A notice of one day, today, unless it is told another or until when."""
    first_on = first_on or timezone.localdate()
    return Notice.objects.create(
        text=text,
        link=link,
        first_on=first_on,
        last_on=last_on or first_on,
        is_advertisement=is_advertisement,
    )
