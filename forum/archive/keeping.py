"""Keeping every old object as it was read; what is kept has been moved in."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from forum.archive.decoding import Values
from forum.archive.reader import Dated
from forum.archive.report import Report
from forum.archive.values import digest, identity, objects, words
from forum.models import LegacyObject

# A transaction's worth: enough to be quick, and little to repeat after a crash.
BATCH_OBJECTS = 200
BATCH_WEIGHT = 1000

MEMBERS = "members"
KEY_LENGTH = 200


class Fresh(NamedTuple):
    """An object that no earlier run has moved in as it is now."""

    key: str
    moment: datetime
    values: Values
    digest: str
    is_known: bool


def batches(dated: Iterable[Dated]) -> Iterator[list[Dated]]:
    """Objects by the handful; each comment weighs as much as an object."""
    batch: list[Dated] = []
    weight = 0
    for each in dated:
        batch.append(each)
        weight += 1 + len(objects(each.values, "comments"))
        if len(batch) >= BATCH_OBJECTS or weight >= BATCH_WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def fresh(kind: str, batch: Sequence[Dated], report: Report) -> list[Fresh]:
    """What of a batch is new, or says something else than when it was kept."""
    by_key = {_key(kind, each.values): each for each in batch}
    for key in _forgotten(kind, by_key):
        del by_key[key]
    kept = LegacyObject.objects.filter(file=kind, key__in=by_key)
    digests = dict(kept.values_list("key", "digest"))
    every = [
        Fresh(key, each.moment, each.values, _digest(each.values), key in digests)
        for key, each in by_key.items()
    ]
    found = [each for each in every if digests.get(each.key) != each.digest]
    report.already_here[kind] += len(every) - len(found)
    report.changed_since += [f"{kind} {each.key}" for each in found if each.is_known]
    return found


def keep(kind: str, found: Sequence[Fresh]) -> None:
    """Keep them, in the transaction that moves them in: so a broken run resumes where it was."""
    LegacyObject.objects.bulk_create(
        [
            LegacyObject(file=kind, key=each.key, raw=each.values, digest=each.digest)
            for each in found
        ],
        update_conflicts=True,
        unique_fields=["file", "key"],
        update_fields=["raw", "digest"],
    )


def forget(screen_name: str, email: str) -> None:
    """Forget what was kept of one member: their own object, and their name in all the others.

    That it was moved in stays known, under a keyed hash of the name, so that a later run does not
    bring them back.
    """
    if not screen_name:
        return
    own = LegacyObject.objects.filter(file=MEMBERS, key=screen_name[:KEY_LENGTH])
    own.update(key=_hashed(screen_name[:KEY_LENGTH]), raw={}, digest="")
    named = Q(raw__icontains=screen_name)
    for each in LegacyObject.objects.filter(named | Q(raw__icontains=email) if email else named):
        each.raw = _without(each.raw, {screen_name, email} - {""})
        each.save(update_fields=["raw"])


def _without(value: object, words: set[str]) -> object:
    """The same value, with nothing in it that is one of these words, or has one in it."""
    if isinstance(value, dict):
        return {key: _without(held, words) for key, held in value.items()}
    if isinstance(value, list):
        return [_without(held, words) for held in value]
    if isinstance(value, str):
        for word in words:
            value = value.replace(word, "")
    return value


def _forgotten(kind: str, keys: Collection[str]) -> list[str]:
    if kind != MEMBERS:
        return []
    # Whoever was forgotten stays so when the site's key is changed for another.
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    hashes = {_hashed(key, secret): key for key in keys for secret in secrets}
    known = LegacyObject.objects.filter(file=MEMBERS, key__in=hashes)
    return [hashes[hashed] for hashed in known.values_list("key", flat=True)]


def _hashed(key: str, secret: str | None = None) -> str:
    made = salted_hmac("forum.archive.forgotten", key, secret=secret, algorithm="sha256")
    return made.hexdigest()


def _key(kind: str, values: Values) -> str:
    if kind == MEMBERS and words(values, "contributorName"):
        return words(values, "contributorName")[:KEY_LENGTH]
    return identity(values, within=kind)


def _digest(values: Values) -> str:
    return digest(json.dumps(values, sort_keys=True))
