"""Which pictures stand in a post: only its author's, each in one post, and the rows that say so."""

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from forum.errors import Refused
from forum.models import Attachment, Discussion, Reply
from harringay import html
from harringay.html.pictures import NONE, Pictured
from members import safeguarding
from members.errors import PicturesAreOff
from members.models import Viewer


def find(
    body: str, body_format: str, *, author: Viewer, changed: Discussion | Reply | None = None
) -> Pictured:
    """The pictures in a body that may stand there: its author's that are in no post yet, and
    those that are in what is being `changed`. One query at the most, and none where there is no
    picture. Raises html.Unclean.
    """
    keys = html.pictures.keys(html.render_post(body, body_format))
    if not keys:
        return NONE
    may_stand = Q(owner=author.pk, discussion=None, reply=None, hidden_at=None, secluded_at=None)
    if changed:
        may_stand |= Q(**{_field(changed): changed})
    found = Attachment.objects.filter(may_stand, kind=Attachment.Kind.PICTURE, key__in=keys)
    return {picture.key: picture.as_picture for picture in found}


def of(written: Discussion | Reply) -> Pictured:
    """The same from what was noted."""
    prefetch_related_objects([written], "attachments")
    return {
        attachment.key: attachment.as_picture
        for attachment in written.attachments.all()
        if attachment.kind == Attachment.Kind.PICTURE and not attachment.is_taken_out
    }


def hang(written: Discussion | Reply, pictured: Pictured) -> None:
    """Note which pictures something has; where it has none it costs nothing.

    Raises Refused where there are new ones and none are taken just now.
    """
    if not pictured:
        return
    new = Attachment.objects.filter(key__in=pictured, discussion=None, reply=None)
    if new.update(**{_field(written): written}):
        _check_are_taken()
    written.attachments.filter(key__in=pictured).update(taken_out_at=None)


def hang_anew(written: Discussion | Reply, pictured: Pictured) -> None:
    """The same after a change: what no longer stands there is taken out. Raises as `hang`."""
    standing = written.attachments.filter(kind=Attachment.Kind.PICTURE, taken_out_at=None)
    standing.exclude(key__in=pictured).update(taken_out_at=timezone.now())
    hang(written, pictured)


def _check_are_taken() -> None:
    try:
        safeguarding.check_pictures_are_taken()
    except PicturesAreOff as refusal:
        raise Refused(f"{refusal} Without the pictures your words can be posted now.") from refusal


def _field(written: Discussion | Reply) -> str:
    return "reply" if isinstance(written, Reply) else "discussion"
