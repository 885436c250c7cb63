"""Knowing again a picture that was taken down as most urgent, when somebody sends it (safety S-51).

It is proactive technology in the sense of section 231 of the Online Safety Act: the terms say so,
and who thinks it wrong can complain of it like of any decision.
"""

import hashlib
from typing import Final

from django.db import transaction
from django.utils import timezone

from forum.moderation import alarming, auditing, reporting
from forum.moderation.kinds import Kind
from forum.moderation.models import Case, Note, Part, RefusedPicture
from forum.moderation.targets import Found
from harringay import pictures
from members.models import Member

# Of 256 bits: what Meta advises for PDQ, whose bits are made in the same way. Of 198 copies drawn
# smaller, larger, coarser or with their edges cut, 95 in 100 differed in 30 or fewer.
MOST_DIFFERENT: Final = 31

REFUSED: Final = (
    "This picture cannot be shown here: it looks like one that was taken down. "
    "If you think that is wrong, tell us under “Report an issue”, at the foot of the page."
)


def look(data: bytes, sender: Member | None) -> None:
    """Raises PictureKnown for what is on the list, once the moderators have been told."""
    refused = _known(data)
    if refused:
        _tell(refused, sender)
        raise pictures.PictureKnown(REFUSED)


def _known(data: bytes) -> RefusedPicture | None:
    """One query; and the picture is looked at only where there is something to compare it with."""
    listed = list(RefusedPicture.objects.select_related("case"))
    checksum = hashlib.sha256(data).hexdigest()
    found = next((each for each in listed if each.sha256 == checksum), None)
    if found or not any(each.likenesses for each in listed):
        return found
    try:
        seen = pictures.likenesses(data)
    except pictures.PictureRefused:
        # Whoever draws it says what is wrong with it.
        return None
    return next((each for each in listed if _is_alike(seen, each.likenesses)), None)


def _is_alike(seen: list[str], refused: list[str]) -> bool:
    return any(
        (int(one, 16) ^ int(other, 16)).bit_count() <= MOST_DIFFERENT
        for one in seen
        for other in refused
    )


@transaction.atomic
def _tell(refused: RefusedPicture, sender: Member | None) -> None:
    """One case for however many tries, and one letter to each moderator; each try is in the log."""
    case = _case_about(sender, refused) if sender else refused.case
    after = {"picture": refused.pk, "member": sender.pk if sender else None}
    auditing.record("refuse picture", case, by=None, after=after)


def _case_about(sender: Member, refused: RefusedPicture) -> Case:
    kind = Kind(refused.case.kind) if refused.case else Kind.CHILD
    found = Found(Part.PROFILE, sender, sender.get_absolute_url())
    case = reporting.open_case(kind, found, timezone.now())
    case.save()
    said = f"A picture that looks like one of case {refused.case_id} was sent, and refused."
    _, is_first = Note.objects.get_or_create(case=case, author=None, text=said)
    if is_first:
        alarming.tell_at_once(case, said)
    return case
