"""Taking pictures down, of a post or beside a name, and putting them back; the words stay."""

from pathlib import Path

from forum import hiding
from forum.models import Attachment
from forum.moderation import quarantining, refusing
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import Priority
from forum.moderation.models import Action, Case, Decision, Part
from forum.moderation.orders import Before, Order, member_of, moderator_of, written_of
from harringay import html
from members import avatars


def is_of_picture(case: Case) -> bool:
    """Whether it is about one picture alone."""
    return bool(case.attachment) or case.part == Part.AVATAR


def picture_count(case: Case) -> int:
    """How many pictures stand in what a case is about; of a profile, the one beside the name."""
    if is_of_picture(case):
        return 1
    if case.written:
        return len(html.pictures.keys(case.written.body_html))
    return int(case.part == Part.PROFILE and bool(case.member and case.member.avatar_key))


def remove_picture(order: Order) -> Before:
    """The one that it is about, or all that stand in it. Raises CannotBeDone."""
    if order.case.attachment_id:
        attachment = Attachment.objects.select_for_update(of=("self",)).get(
            pk=order.case.attachment_id
        )
        before: Before = {"was_hidden": attachment.is_hidden}
        hiding.hide_picture(attachment, by=moderator_of(order))
        _refuse(order.case, attachment.stored_at)
        return before
    if order.case.written:
        return _remove_pictures_within(order)
    member = member_of(order)
    before = {"avatar_key": member.avatar_key}
    avatars.hide(member=member, by=moderator_of(order))
    key = before["avatar_key"] or member.hidden_avatar_key
    _refuse(order.case, [avatars.stored_at(key, size) for size in avatars.SIZES])
    return before


def _remove_pictures_within(order: Order) -> Before:
    """All that are shown in a post; the words stay."""
    by, written = moderator_of(order), written_of(order.case)
    pictures = written.attachments.filter(kind=Attachment.Kind.PICTURE, hidden_at=None)
    shown = list(pictures.filter(secluded_at=None, taken_out_at=None))
    if not shown:
        raise CannotBeDone("No picture is shown in it any more.")
    for picture in shown:
        hiding.hide_picture(picture, by=by)
    _refuse(order.case, [path for picture in shown for path in picture.stored_at])
    return {"pictures": [picture.pk for picture in shown]}


def _put_pictures_back_within(order: Order, keys: list[int]) -> None:
    """Those that nobody has taken down by themselves since."""
    others = Decision.objects.in_force().filter(action=Action.REMOVE_PICTURE)
    taken = Attachment.objects.filter(pk__in=keys).exclude(cases__decisions__in=others)
    for picture in taken:
        hiding.restore_picture(picture, by=order.by)


def _refuse(case: Case, paths: list[Path]) -> None:
    """What was taken down as most urgent, nobody may send again (safety S-51)."""
    if case.priority == Priority.URGENT:
        refusing.refuse(case, paths)


def put_picture_back(order: Order, before: Before) -> None:
    """What `remove_picture` has taken down."""
    _put_pictures_back_within(order, before.get("pictures", []))
    if before.get("avatar_key") or not before.get("was_hidden", True):
        show_picture(order)
    if not quarantining.is_secluded(order.case):
        refusing.allow(order.case)


def show_picture(order: Order) -> None:
    """The one that it is about."""
    if order.case.attachment:
        hiding.restore_picture(order.case.attachment, by=order.by)
    else:
        avatars.restore(member=member_of(order), by=order.by)
