"""Writing the audit log, each entry chained to the one before, and verifying all of it."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Model, Subquery

from forum.moderation.models import AuditCheckpoint, AuditDetail, AuditEntry, AuditHead
from members.models import Member

AT_ONCE: Final = 2000


class Origin(NamedTuple):
    """Where a request came from: the address as it may be held, and the request's own id."""

    network: str = ""
    request_id: str = ""


NOWHERE: Final = Origin()
# Of the request that is being answered: a verb never sees it, and still its act came from there.
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)
NOTHING: Final[Mapping[str, Any]] = {}

SHORTEN: Final = "shorten audit log"


class Broken(NamedTuple):
    """An entry that is not what it was, and what is wrong with it."""

    key: int
    what: str


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Whatever is recorded in this block came from there."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


@transaction.atomic
def record(
    act: str,
    target: Model | None = None,
    *,
    by: Member | None,
    reason: str = "",
    before: Mapping[str, Any] = NOTHING,
    after: Mapping[str, Any] = NOTHING,
) -> AuditEntry:
    """Note an act in the transaction that does it; `by` is nobody where the site itself acts.

    `act` is a verb and a noun, as in `hide reply`; `before` and `after` are JSON.
    """
    head = stand_in_line()
    detail = AuditDetail(
        salt=secrets.token_hex(16),
        reason=reason,
        before=dict(before),
        after=dict(after),
        network=_origin.get().network,
        request_id=_origin.get().request_id,
    )
    entry = AuditEntry(
        act=act,
        actor_key=by.pk if by else None,
        target_type=target._meta.label_lower if target else "",  # noqa: SLF001  documented
        target_key=str(target.pk) if target else "",
        detail_hash=_hash_of_detail(detail),
        previous_hash=head.last_hash,
    )
    entry.entry_hash = _hash_of_entry(entry)
    entry.save(force_insert=True)
    detail.entry = entry
    detail.save(force_insert=True)
    head.last_hash = entry.entry_hash
    head.save(update_fields=["last_hash"])
    return entry


def stand_in_line() -> AuditHead:
    """The end of the chain, to which nobody else adds until this transaction is over."""
    AuditHead.objects.get_or_create(pk=1)
    return AuditHead.objects.select_for_update().get(pk=1)


def verify() -> list[Broken]:
    """Every entry that is not as it was written; none, when the log is whole.

    It begins at the last checkpoint. An erased detail is no fault; one that was changed is, and so
    is an entry that is missing. Others may add to the log meanwhile.
    """
    last_key, last_hash = _end()
    checkpoint = AuditCheckpoint.objects.first()
    broken, previous = [], checkpoint.last_hash if checkpoint else ""
    if checkpoint and not _is_vouched_for(checkpoint):
        broken.append(Broken(0, "The checkpoint is not what was written"))
    entries = AuditEntry.objects.filter(pk__lte=last_key).order_by("pk").select_related("detail")
    for entry in entries.iterator(chunk_size=AT_ONCE):
        broken.extend(Broken(entry.pk, what) for what in _faults(entry, previous))
        previous = entry.entry_hash
    if last_hash != previous:
        broken.append(Broken(0, "The last entries are missing"))
    return broken


def about(checkpoint: AuditCheckpoint) -> dict[str, Any]:
    """What the log itself says of a checkpoint."""
    return {
        "last_key": checkpoint.last_key,
        "last_hash": checkpoint.last_hash,
        "entry_count": checkpoint.entry_count,
    }


def _end() -> tuple[int, str]:
    """The last entry's key, and the hash that it must have: both of one moment."""
    keys = AuditEntry.objects.values("pk")[:1]
    heads = AuditHead.objects.filter(pk=1).annotate(last_key=Subquery(keys))
    if head := heads.values("last_key", "last_hash").first():
        return head["last_key"] or 0, head["last_hash"]
    last = AuditEntry.objects.first()
    return last.pk if last else 0, ""


def _is_vouched_for(checkpoint: AuditCheckpoint) -> bool:
    vouching = AuditDetail.objects.filter(entry__act=SHORTEN, entry__target_key=checkpoint.pk)
    return about(checkpoint) in [detail.after for detail in vouching]


def _faults(entry: AuditEntry, previous: str) -> Iterator[str]:
    if entry.previous_hash != previous:
        yield "does not follow from the entry before it"
    if entry.entry_hash != _hash_of_entry(entry):
        yield "has been changed"
    detail = getattr(entry, "detail", None)
    if detail and entry.detail_hash != _hash_of_detail(detail):
        yield "has had its detail changed"


def _hash_of_entry(entry: AuditEntry) -> str:
    return _hash(
        entry.at.astimezone(UTC).isoformat(),
        entry.act,
        entry.actor_key,
        entry.target_type,
        entry.target_key,
        entry.detail_hash,
        entry.previous_hash,
    )


def _hash_of_detail(detail: AuditDetail) -> str:
    """Salted: what was erased cannot be guessed from it."""
    return _hash(
        detail.salt,
        detail.reason,
        detail.before,
        detail.after,
        detail.network,
        detail.request_id,
    )


def _hash(*parts: Any) -> str:
    said = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
