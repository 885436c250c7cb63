"""Taking a picture from a member: drawn afresh, and then in none of their posts yet."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from forum import drafting, permissions, screening, storing
from forum.errors import NotAllowed
from forum.models import Attachment
from harringay import html, pictures
from members import holding, safeguarding
from members.models import Member, Safeguards

RESTRICTED = "You cannot add pictures while your account is restricted."
NO_ROOM = "We cannot keep a picture just now. Your words can be posted without it."


def take_picture(*, owner: Member, data: bytes, words: str = "") -> Attachment:
    """Keep a picture, with the words for whoever does not see it.

    Raises PictureRefused, PicturesAreOff, NotAllowed and ReadOnly.
    """
    _check_may_add(owner)
    drawn = pictures.reencode(data, sizes=html.pictures.SIZES, sender=owner)
    return _keep(owner=owner, drawn=drawn, words=words)


def forget_left_over(before: datetime) -> None:
    """Pictures that have stood in nothing since before then, drafts included, but for what must
    be kept.
    """
    old = Q(taken_out_at__lt=before) | Q(taken_out_at=None, added_at__lt=before)
    for picture in Attachment.objects.left_over().filter(old).select_related("owner"):
        if not _must_be_kept(picture):
            with transaction.atomic():
                storing.remove(picture)


def _must_be_kept(picture: Attachment) -> bool:
    if drafting.names_picture(picture.owner, picture.key):
        return True
    holds = holding.holds_on(picture.owner)
    of = {"forum.attachment": picture.pk, "forum.reply": picture.reply_id}
    of |= {"forum.discussion": picture.discussion_id, holding.ACCOUNT: picture.owner_id}
    return any(key in holds.keys_of(label) for label, key in of.items())


def _check_may_add(owner: Member) -> None:
    screening.check_is_open(Safeguards.current())
    safeguarding.check_pictures_are_taken()
    if not permissions.can_write(owner):
        raise NotAllowed("You cannot add pictures here.")
    if owner.is_restricted:
        raise pictures.PictureRefused(RESTRICTED)


def _keep(*, owner: Member, drawn: dict[int, pictures.Picture], words: str) -> Attachment:
    """Keep one that has been drawn afresh."""
    large, small = drawn[html.pictures.LARGE], drawn[html.pictures.SMALL]
    kept = {html.pictures.SMALL: small.data}
    if max(large.width, large.height) > html.pictures.SMALL:
        kept[html.pictures.LARGE] = large.data
    picture = Attachment(
        kind=Attachment.Kind.PICTURE,
        name=words,
        size=sum(map(len, kept.values())),
        widths=sorted(kept),
        width=large.width,
        height=large.height,
        owner=owner,
    )
    try:
        storing.put(picture, kept)
    except OSError as problem:
        raise pictures.PictureRefused(NO_ROOM) from problem
    return picture
