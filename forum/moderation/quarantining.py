"""Taking all of a case out of everybody's reach, and putting it back exactly (safety L-40, L-41).

Words, pictures and what is known of the account are sealed, and the account is frozen. A row says
first what is to lie sealed, and files follow once it is committed; `tidy` does what was cut off.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from forum import secluding
from forum.models import Attachment, Discussion, Reply
from forum.moderation import auditing, freezing, refusing, strongroom
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import Kind
from forum.moderation.models import Case, Part, Quarantine, QuarantinedFile
from harringay.sealing import CannotOpen
from members import avatars, describing
from members.models import Member

log = logging.getLogger(__name__)

OTHER_KEY: Final = "This was sealed under another DATA_KEY or SECRET_KEY. Nothing was changed."
_OF_A_MEMBER: Final = (Part.AVATAR, Part.PROFILE)


def is_secluded(case: Case) -> bool:
    """Whether it is out of everybody's reach; for good, where it has been destroyed."""
    return Quarantine.objects.filter(case=case).exists()


@transaction.atomic
def seclude(case: Case, *, by: Member | None) -> bool:
    """Take what a case is about out of everybody's reach, and freeze the account it came from.

    `by` is nobody where the reports alone ask for it. Gives whether it was done now: twice changes
    nothing.
    """
    if is_secluded(case):
        return False
    quarantine = Quarantine(case=case, member=case.subject, kind_before=case.kind)
    quarantine.is_avatar_ours = _takes_avatar(case, by)
    kept = {"account": freezing.account_of(case.subject), "words": _take_words(case)}
    quarantine.sealed = strongroom.seal(json.dumps(kept, cls=DjangoJSONEncoder))
    freezing.freeze(quarantine, by=by)
    quarantine.save(force_insert=True)
    refusing.refuse(case, _paths_of(case))
    files = _take_files(quarantine)
    _call_it(case, Kind.CHILD)
    auditing.record(
        "quarantine case", case, by=by, after={"files": [file.sha256 for file in files]}
    )
    return True


@transaction.atomic
def release(case: Case, *, by: Member) -> None:
    """Put everything back as it was, and let the account go. Twice changes nothing.

    Raises CannotBeDone where it cannot be opened, or is gone for good.
    """
    quarantine = Quarantine.objects.select_for_update().filter(case=case).first()
    if quarantine is None:
        return
    if quarantine.destroyed_at:
        raise CannotBeDone("What this is about was destroyed when its time was over.")
    files = list(quarantine.files.all())
    _put_words_back(case, _opened(quarantine)["words"])
    _bring_back(case, files)
    if quarantine.is_avatar_ours and quarantine.member:
        avatars.restore(member=_locked(quarantine.member), by=by)
    quarantine.delete()
    freezing.thaw(quarantine, by=by)
    refusing.allow(case)
    for other in Quarantine.objects.standing().filter(member=quarantine.member):
        # What is in two cases stays out of reach for the other.
        _take_files(other)
    _call_it(case, Kind(quarantine.kind_before))
    auditing.record("end quarantine of case", case, by=by)
    transaction.on_commit(partial(_destroy, files))


def read(case: Case) -> dict[str, Any]:
    """The sealed words and account data, for whoever may see them and has said why.

    Raises CannotBeDone.
    """
    quarantine = Quarantine.objects.standing().filter(case=case).first()
    return _opened(quarantine) if quarantine else {}


@transaction.atomic
def put_away(key: int) -> None:
    """Seal the files of a quarantine, and remove them from the media. Twice changes nothing."""
    quarantine = Quarantine.objects.standing().select_for_update().filter(pk=key).first()
    for file in quarantine.files.all() if quarantine else ():
        try:
            strongroom.put_away(_media(file.path), file.name)
        except FileNotFoundError:
            # It has been put away.
            continue
        except OSError:
            log.exception("File %s of quarantine %s is not put away yet", file.pk, key)


def tidy() -> None:
    """Put away what is still where it was, or is there again, and remove what no row names.

    A row comes before its file, so that no file is taken for a stray.
    """
    for key, case in Quarantine.objects.standing().values_list("pk", "case"):
        refusing.look_at(case)
        put_away(key)
    lying = strongroom.names()
    for name in lying - set(QuarantinedFile.objects.values_list("name", flat=True)):
        strongroom.destroy(name)


@transaction.atomic
def destroy(key: int, *, reason: str) -> None:
    """Destroy all that lies in a quarantine, and what was kept of it; the log has the certificate.

    The sums of its files stay: by them nobody can make a picture, and everybody can tell one.
    """
    standing = Quarantine.objects.standing().select_for_update(of=("self",))
    quarantine = standing.select_related("case").filter(pk=key).first()
    if quarantine is None:
        return
    files, snapshots = list(quarantine.files.all()), quarantine.case.snapshots
    certificate = {
        "files": [{"sha256": file.sha256, "bytes": file.size} for file in files],
        "snapshots": snapshots.update(title="", body="", body_html=""),
        "account": bool(quarantine.sealed),
    }
    quarantine.files.all().delete()
    quarantine.sealed, quarantine.destroyed_at = "", timezone.now()
    quarantine.save(update_fields=["sealed", "destroyed_at"])
    auditing.record(
        "destroy content of case", quarantine.case, by=None, reason=reason, after=certificate
    )
    transaction.on_commit(partial(_destroy, files))


# Words ------------------------------------------------------------------------------


def _take_words(case: Case) -> dict[str, Any]:
    """Of a picture alone, the words that it hangs on stay."""
    match case.target:
        case Discussion() | Reply() as written:
            return secluding.take_words(_locked_words(written))
        case Member() as member if case.part == Part.PROFILE:
            return describing.take_profile(_locked(member))
    return {}


def _put_words_back(case: Case, words: dict[str, Any]) -> None:
    if not words:
        return
    match case.target:
        case Discussion() | Reply() as written:
            secluding.put_words_back(_locked_words(written), words)
        case Member() as member:
            describing.put_profile_back(_locked(member), words)


def _opened(quarantine: Quarantine) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(strongroom.unseal(quarantine.sealed))
    except CannotOpen as problem:
        raise CannotBeDone(OTHER_KEY) from problem
    return kept


# Files ------------------------------------------------------------------------------


def _takes_avatar(case: Case, by: Member | None) -> bool:
    """Of a profile the picture goes too; one that was reported by itself is hidden already."""
    if case.part != Part.PROFILE or case.subject is None or not case.subject.avatar_key:
        return False
    avatars.hide(member=_locked(case.subject), by=by)
    return True


def _take_files(quarantine: Quarantine) -> list[QuarantinedFile]:
    files = QuarantinedFile.objects.bulk_create(_found(quarantine, _paths_of(quarantine.case)))
    transaction.on_commit(partial(put_away, quarantine.pk))
    return files


def _paths_of(case: Case) -> list[Path]:
    """Where the pictures and files of what a case is about lie; nobody is given them any more."""
    if case.part in _OF_A_MEMBER:
        key = _locked(case.subject).hidden_avatar_key if case.subject else ""
        return [avatars.stored_at(key, size) for size in avatars.SIZES] if key else []
    attachments = _attachments_of(case)
    for attachment in attachments:
        secluding.seclude_picture(attachment)
    return [path for attachment in attachments for path in attachment.stored_at]


def _attachments_of(case: Case) -> list[Attachment]:
    if case.attachment_id:
        return list(Attachment.objects.filter(pk=case.attachment_id))
    return list(case.written.attachments.all()) if case.written else []


def _found(quarantine: Quarantine, paths: Iterable[Path]) -> Iterator[QuarantinedFile]:
    for path in paths:
        try:
            data = _media(path).read_bytes()
        except OSError:
            continue
        yield QuarantinedFile(
            quarantine=quarantine,
            path=path.as_posix(),
            name=strongroom.new_name(),
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )


def _bring_back(case: Case, files: Iterable[QuarantinedFile]) -> None:
    """Put files where they were, unless they are there still, and give them out again."""
    try:
        for file in files:
            if not _media(file.path).exists():
                strongroom.take_out(file.name, _media(file.path))
    except CannotOpen as problem:
        raise CannotBeDone(OTHER_KEY) from problem
    except OSError as problem:
        raise CannotBeDone("Its files could not be put back. Nothing was changed.") from problem
    for attachment in _attachments_of(case):
        secluding.readmit_picture(attachment)


def _destroy(files: Iterable[QuarantinedFile]) -> None:
    for file in files:
        strongroom.destroy(file.name)


# Rows -------------------------------------------------------------------------------


def _call_it(case: Case, kind: Kind) -> None:
    """What it is about decides how urgent it is, and what is never shown by itself."""
    if case.kind == kind:
        return
    case.set_kind(kind, since=timezone.now() if kind == Kind.CHILD else case.opened_at)
    fields = ("kind", "priority", "look_by", "decide_by")
    Case.objects.filter(pk=case.pk).update(**{field: getattr(case, field) for field in fields})


def _locked(member: Member) -> Member:
    locked: Member = Member.objects.select_for_update().get(pk=member.pk)
    return locked


def _locked_words(written: Discussion | Reply) -> Discussion | Reply:
    if isinstance(written, Discussion):
        return Discussion.objects.select_for_update().get(pk=written.pk)
    return Reply.objects.select_for_update().get(pk=written.pk)


def _media(path: str | Path) -> Path:
    return Path(settings.MEDIA_ROOT) / path
