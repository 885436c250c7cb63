"""What of a case is out of everybody's reach: words, files, account data, sealed (safety L-40)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.moderation.kinds import Kind
from forum.moderation.models.case import Case


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    """The questions asked about quarantines."""

    def standing(self) -> Self:
        """Those in which everything still lies."""
        return self.filter(destroyed_at=None)


class Quarantine(models.Model):
    """All that was taken out of reach for one case.

    Invariants
      - `sealed` holds the words as they were, and what is known of the account, as JSON that only
        the strongroom opens. Nothing of either stands in another column, nor in the audit log.
      - What was put back has no row; what was destroyed keeps this one, without anything in it.
      - `frozen_until_at` is the restriction that came with it, `restricted_before_at` the one that
        there was before. Of several about one member all say the same.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="quarantine")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="quarantines",
        help_text="Whose it is.",
    )
    kind_before = models.CharField(max_length=20, choices=Kind.choices)
    sealed = models.TextField(blank=True)
    is_avatar_ours = models.BooleanField(default=False, help_text="It was taken down with it.")
    frozen_until_at = models.DateTimeField(null=True)
    restricted_before_at = models.DateTimeField(null=True)
    secluded_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    objects = QuarantineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(sealed=""), name="what_is_destroyed_is_gone"
            )
        ]

    def __str__(self) -> str:
        return f"Quarantine of case {self.case_id}"


class QuarantinedFile(models.Model):
    """A file that is out of reach: where it was, beneath MEDIA_ROOT, and what it is called now."""

    quarantine = models.ForeignKey(Quarantine, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=32, unique=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)

    def __str__(self) -> str:
        return f"{self.sha256[:12]}, {self.size:,} bytes"


class RefusedPicture(models.Model):
    """A picture that was taken down as most urgent, by its sums: nobody can send it again (S-51).

    Invariants
      - `likenesses` are harringay.pictures' own; none until they have been worked out, for which
        `path` says where it was, and none where there is next to nothing to see.
      - It outlives the picture and the case, unless that was a false report.
    """

    case = models.ForeignKey(
        Case, on_delete=models.SET_NULL, null=True, related_name="refused_pictures"
    )
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    likenesses = models.JSONField(default=list)
    refused_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sha256[:12]
