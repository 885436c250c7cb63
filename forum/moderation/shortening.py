"""Taking out of the audit log what is older than six years; a checkpoint says where it goes on.

Only whoever owns the tables can: the triggers are lifted for it, in its own transaction.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Model, Q

from forum.moderation import auditing, guarding
from forum.moderation.errors import ModerationError
from forum.moderation.models import AuditCheckpoint, AuditDetail, AuditEntry, Case, Decision

KEPT: Final = 6 * timedelta(days=365) + timedelta(
    days=2
)  # safety L-52; two of six may be leap years


class NotWhole(ModerationError):
    """What was changed is not to be covered up."""

    def __str__(self) -> str:
        return "The audit log is not what was written (verify_audit), so nothing was taken out."


@transaction.atomic
def shorten(now: datetime) -> AuditCheckpoint | None:
    """Take out all entries before the first that must stay; None where none may go.

    Raises NotWhole.
    """
    auditing.stand_in_line()
    if auditing.verify():
        raise NotWhole
    last = _last_to_go(now - KEPT)
    if last is None:
        return None
    old = AuditEntry.objects.filter(pk__lte=last.pk)
    checkpoint = AuditCheckpoint.objects.create(
        made_at=now, last_key=last.pk, last_hash=last.entry_hash, entry_count=old.count()
    )
    after = auditing.about(checkpoint)
    auditing.record(auditing.SHORTEN, checkpoint, by=None, after=after)
    _delete(last.pk)
    return checkpoint


def _last_to_go(before: datetime) -> AuditEntry | None:
    """What stands behind an entry that stays has to stay with it."""
    entries = AuditEntry.objects.order_by("pk")
    stays = entries.filter(Q(at__gte=before) | _is_held()).first()
    return (entries.filter(pk__lt=stays.pk) if stays else entries).last()


def _is_held() -> Q:
    """What was done about a case under legal hold (safety L-43)."""
    held = Case.objects.exclude(held_at=None).values_list("pk", flat=True)
    decided = Decision.objects.filter(case__in=held).values_list("pk", flat=True)
    return _is_about(Case, held) | _is_about(Decision, decided)


def _is_about(model: type[Model], keys: Iterable[int]) -> Q:
    label = model._meta.label_lower  # noqa: SLF001  documented
    return Q(target_type=label, target_key__in=[str(key) for key in keys])


def _delete(last_key: int) -> None:
    AuditDetail.objects.filter(entry__lte=last_key).delete()
    guarding.lift_triggers()
    AuditEntry.objects.filter(pk__lte=last_key).delete()
    guarding.lay_triggers()
