"""What an entry of the audit log is about, in words, and where the owner sees it.

The log itself holds numbers only (safety L-45): what a thing is called is read as it is today.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst

from forum.models import Discussion, Reply
from forum.moderation.models import AuditEntry, Case, LegalNotice

# What a name is made of beside the row itself.
_READ_ALONG: Final[dict[type[Model], tuple[str, ...]]] = {
    Reply: ("discussion",),
    LegalNotice: ("report",),
}


class Thing(NamedTuple):
    """What it is called, and its page in the admin where it has one."""

    words: str
    address: str = ""


def read(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], Thing]:
    """By kind and key; one question for each kind, however many entries there are."""
    keys = defaultdict(set)
    for entry in entries:
        if entry.target_type:
            keys[entry.target_type].add(entry.target_key)
    return {
        (label, key): thing
        for label, wanted in keys.items()
        for key, thing in _things(label, wanted).items()
    }


def _things(label: str, keys: set[str]) -> dict[str, Thing]:
    """A kind that the site has no more keeps its name: entries outlive it."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return {key: Thing(f"{label} {key}".strip()) for key in keys}
    read_along = _READ_ALONG.get(model, ())
    rows = model._base_manager.select_related(*read_along).in_bulk(_keys(model, keys))  # noqa: SLF001  documented
    found = {str(key): row for key, row in rows.items()}
    return {key: _thing(model, key, found.get(key)) for key in keys}


def _keys(model: type[Model], said: set[str]) -> Iterator[Any]:
    """Those that a row can have: what was deleted before it was written down had none."""
    for key in said:
        with suppress(ValidationError):
            yield model._meta.pk.to_python(key)  # noqa: SLF001  documented


def _thing(model: type[Model], key: str, row: Any) -> Thing:
    kind = str(model._meta.verbose_name)  # noqa: SLF001  documented
    if row is None:
        return Thing(f"{capfirst(kind)} {key}, which is gone")
    return Thing(_words(kind, row), _address(row))


def _words(kind: str, row: Any) -> str:
    match row:
        case Reply():
            return f"Reply {row.number} in “{row.discussion}”"
        case Discussion():
            return f"“{row}”"
    name = capfirst(str(row))
    # “Case 12: …” and “Safety duties” say it themselves.
    says_itself = name.lower().startswith(kind.lower())
    return name if says_itself else f"{capfirst(kind)}: {name}"


def _address(row: Any) -> str:
    if isinstance(row, LegalNotice):
        return _address_of_case(row.report.case_id)
    if isinstance(row, Case):
        return _address_of_case(row.pk)
    if admin.site.is_registered(type(row)):
        place = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"  # noqa: SLF001  documented
        return reverse(place, args=[row.pk])
    return _address_of_case(row.case_id) if hasattr(row, "case_id") else ""


def _address_of_case(key: int) -> str:
    return reverse("admin:queue_case", args=[key])
