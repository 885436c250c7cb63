"""Attachments: pictures, and the files that came from the old site."""

import secrets
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.discussion import Discussion
from forum.models.reply import Reply
from harringay.html.pictures import Picture
from members.models import Viewer
from members.permissions import can_moderate

KEY_BYTES = 16


def new_key() -> str:
    """A random public name, 22 characters; nobody can guess another."""
    return secrets.token_urlsafe(KEY_BYTES)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """The questions the site asks about attachments."""

    def visible_to(self, viewer: Viewer) -> Self:
        """What hangs on words that this viewer may read, and was not taken down itself.

        Its owner also sees what hangs nowhere yet, or with words that wait. What is secluded is
        for nobody's eyes, a moderator's neither (forum.secluding).
        """
        in_reach = self.filter(secluded_at=None)
        if can_moderate(viewer):
            return in_reach
        own = Q(owner=viewer.pk, hidden_at=None, taken_out_at=None)
        return in_reach.filter(_SHOWN | own & (_HANGS_NOWHERE | _HANGS_ON_HELD))

    def gone(self) -> Self:
        """What was taken down or taken back, itself or with the words it hangs on (L-19)."""
        return self.filter(
            Q(hidden_at__isnull=False)
            | Q(taken_out_at__isnull=False)
            | Q(discussion__withdrawn_at__isnull=False)
            | Q(discussion__hidden_at__isnull=False, discussion__held_at=None)
            | Q(reply__withdrawn_at__isnull=False)
            | Q(reply__hidden_at__isnull=False, reply__held_at=None)
            | Q(reply__discussion__hidden_at__isnull=False, reply__discussion__held_at=None),
            secluded_at=None,
        )

    def left_over(self) -> Self:
        """Pictures that stand in nothing: never used, or taken out again."""
        return self.filter(
            _HANGS_NOWHERE | Q(taken_out_at__isnull=False),
            kind=Attachment.Kind.PICTURE,
            secluded_at=None,
        )


_SHOWN = Q(
    Q(discussion__isnull=False, discussion__withdrawn_at=None)
    | Q(reply__hidden_at=None, reply__withdrawn_at=None, reply__isnull=False),
    discussion__hidden_at=None,
    discussion__category__hidden_at=None,
    reply__discussion__hidden_at=None,
    reply__discussion__category__hidden_at=None,
    hidden_at=None,
    taken_out_at=None,
)
_HANGS_NOWHERE = Q(discussion=None, reply=None)
_HANGS_ON_HELD = Q(discussion__held_at__isnull=False, discussion__withdrawn_at=None) | Q(
    reply__held_at__isnull=False, reply__withdrawn_at=None
)


class Attachment(models.Model):
    """One stored file. Who may see it follows from the discussion or reply it belongs to.

    Invariants
      - A picture is stored re-encoded, at media/pictures/<key>/<number>.webp; its original is not.
        Of one from the archive the number is its width, of one that was uploaded here the long
        side at most: 640, and 1600 where it is larger than that.
      - Any other file came with the archive, is at media/files/<key>, and is only ever a download.
      - `name` is shown, never used as a path; of an uploaded picture it is what its owner says is
        in it, and empty where it is only decoration.
      - A picture stands in one post, or in none yet. What its author has taken out of a post has
        `taken_out_at`, and still says which post that was.
      - While it is secluded its files are not among the media, and nobody is given it.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", "Picture"
        FILE = "file", "File"

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    widths = models.JSONField(default=list, help_text="The widths stored, in pixels.")
    width = models.PositiveSmallIntegerField(null=True, editable=False)
    height = models.PositiveSmallIntegerField(null=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments"
    )
    discussion = models.ForeignKey(
        Discussion, on_delete=models.SET_NULL, null=True, related_name="attachments"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.SET_NULL, null=True, related_name="attachments"
    )
    added_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    secluded_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_out_at = models.DateTimeField(null=True, blank=True, editable=False)
    legacy_path = models.CharField(max_length=500, null=True, unique=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or "Picture"

    @property
    def is_hidden(self) -> bool:
        """Taken down by a moderator, whatever became of the words it hangs on."""
        return self.hidden_at is not None

    @property
    def is_taken_out(self) -> bool:
        """No longer in what it hangs on, which its author has changed."""
        return self.taken_out_at is not None

    @property
    def stored_at(self) -> list[Path]:
        """Where its files lie beneath MEDIA_ROOT, the widest last."""
        if self.kind == self.Kind.PICTURE:
            return [Path("pictures", self.key, f"{width}.webp") for width in sorted(self.widths)]
        return [Path("files", self.key)]

    @property
    def as_picture(self) -> Picture:
        """What stands of it in a post."""
        return Picture(self.get_absolute_url(), self.width, self.height)

    def get_absolute_url(self) -> str:
        """The widest picture, or the download."""
        return f"{settings.MEDIA_URL}{self.stored_at[-1].as_posix()}"
