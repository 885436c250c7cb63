"""The audit log: who of the staff did what, when and why; nobody can change it unseen."""

from django.db import models
from django.utils import timezone

from harringay import moments


class AuditHead(models.Model):
    """The end of the chain: whoever adds to it holds this one row, number 1."""

    last_hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.last_hash


class AuditEntry(models.Model):
    """One act, in the chain (safety L-45).

    Invariants
      - Neither changed nor deleted: triggers refuse it (guarding.py).
      - It holds numbers and codes only; what is personal is in its AuditDetail, of which it holds
        the hash, so that the detail can be erased and the chain still verified.
      - `entry_hash` is the SHA-256 of all else in the row and of the entry before (auditing.py).
    """

    at = models.DateTimeField("when", default=timezone.now)
    act = models.CharField(max_length=60)
    actor_key = models.BigIntegerField(null=True, help_text="The member; empty: the site itself.")
    target_type = models.CharField(max_length=60, blank=True)
    target_key = models.CharField(max_length=60, blank=True)
    detail_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    entry_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["target_type", "target_key"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.act}, {moments.short(self.at)}"


class AuditCheckpoint(models.Model):
    """Where the log begins, once its oldest entries have gone (shortening.py).

    Invariants
      - Neither changed nor deleted, like an entry; the entry that says that it was made vouches
        for it.
      - `last_hash` is that of the last entry that has gone: the first one left follows from it.
    """

    made_at = models.DateTimeField(default=timezone.now)
    last_key = models.BigIntegerField()
    last_hash = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField(help_text="How many entries went.")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Checkpoint of {moments.short_day(self.made_at)}"


class AuditDetail(models.Model):
    """What of an act is personal, or long. It may be erased; the chain does not break by that."""

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.DO_NOTHING, primary_key=True, related_name="detail"
    )
    salt = models.CharField(max_length=32)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    network = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"Detail of entry {self.pk}"
