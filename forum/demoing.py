"""Demo content: a fictional neighbourhood moves into an empty site, and out of a real one."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from forum import counting, storing
from forum.demo import people, reader, stories
from forum.errors import NoPlaceForDemo
from forum.models import Attachment, Category, Discussion, Reply, SiteIdentity, Tag
from members import avatars
from members.models import Member

Progress = Callable[[int, int], None]


class Besides(NamedTuple):
    """What another app does where demo content moves in, and where it moves out."""

    seed: Callable[[], None]
    remove: Callable[[], None]


# An app that the forum does not know adds its own when it is ready.
BESIDES: list[Besides] = []


@transaction.atomic
def seed_demo(progress: Progress = lambda _told, _of: None) -> bool:
    """Fill an empty site with neighbours and three years of their talk.

    False, and nothing done, where they live here already. Raises NoPlaceForDemo on a site that
    has real members or discussions, or that strangers can reach.
    """
    if Member.objects.filter(is_demo=True).exists():
        return False
    _check_may_seed()

    now = timezone.now()
    cast = stories.Cast(people.move_in(now), stories.open_rooms(), now)
    to_tell = reader.discussions()
    for told, story in enumerate(to_tell, start=1):
        stories.tell(story, cast)
        progress(told, len(to_tell))
    people.see_off(cast.members, now)
    _name_the_site(cast.owner)

    counting.recount()
    stories.date_back()
    for other in BESIDES:
        other.seed()
    # Last, because files stay when a transaction fails.
    people.hang_portraits(cast.members.values())
    return True


def _check_may_seed() -> None:
    if not settings.IS_LOOPBACK:
        raise NoPlaceForDemo(
            "Demo content has a password that everybody knows, so it is only for a site that "
            f"nobody else can reach; SITE_URL is {settings.SITE_URL}."
        )
    if Member.objects.exists() or Discussion.objects.exists():
        raise NoPlaceForDemo("This site has real members or discussions: no demo content for it.")


def _name_the_site(owner: Member) -> None:
    words = reader.site()
    identity = SiteIdentity.current()
    identity.creator = owner
    identity.creator_name = owner.name
    identity.contact_email = words.contact_email
    identity.about = words.about
    identity.set_advertising(words.advertising)
    identity.save()


@transaction.atomic
def remove_demo() -> int:
    """Remove every demo member and what they wrote. Returns how many members and discussions.

    Whatever stands in a demo discussion, or beneath a demo member's reply, goes with it.
    """
    members = Member.objects.filter(is_demo=True)
    discussions = Discussion.objects.filter(Q(is_demo=True) | Q(author__is_demo=True))
    gone: int = members.count() + discussions.count()
    if not gone:
        return 0

    for other in BESIDES:
        other.remove()
    _forget_the_owner()
    _remove_replies(discussions)
    discussions.delete()
    for attachment in Attachment.objects.filter(owner__is_demo=True):
        storing.remove(attachment)
    for member in members.exclude(avatar_key=""):
        avatars.remove(member=member)
    members.delete()
    _close_empty_rooms()
    counting.recount()
    return gone


def _forget_the_owner() -> None:
    """Take back what `_name_the_site` said, unless somebody has put other words there."""
    words = reader.site()
    identity = SiteIdentity.current()
    if identity.creator and identity.creator.is_demo:
        identity.creator = None
        identity.creator_name = SiteIdentity().creator_name
    if identity.contact_email == words.contact_email:
        identity.contact_email = ""
    if identity.about == words.about:
        identity.about = ""
    if identity.advertising == words.advertising:
        identity.set_advertising("")
    identity.save()


def _remove_replies(discussions: "QuerySet[Discussion]") -> None:
    """All replies in these discussions; elsewhere, demo members' with their branches."""
    _remove(Reply.objects.filter(discussion__in=discussions))
    while reply := Reply.objects.filter(author__is_demo=True).tree_order().first():
        _remove(Reply.objects.filter(discussion=reply.discussion, path__startswith=reply.path))


def _remove(replies: "QuerySet[Reply]") -> None:
    # A parent protects itself from losing its answers, even when they go as well.
    Reply.objects.filter(parent__in=replies).update(parent=None)
    replies.delete()


def _close_empty_rooms() -> None:
    slugs = [room.slug for room in reader.categories()]
    Category.objects.filter(slug__in=slugs, discussions=None, legacy_id=None).delete()
    Tag.objects.filter(discussion_tags=None).delete()
