"""What two presses left behind, compared but for what is new each time: keys, moments, numbers."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Field, Model

from tests.authorisation.asking import kept_models

_RANDOM = re.compile(r"[\w$+/=.:~-]{20,}")


def columns() -> set[str]:
    """The name of each column that any of our tables has."""
    return {field.name for model in kept_models() for field in _fields(model)}


def left_behind(began: datetime) -> Mapping[str, list[tuple[Any, ...]]]:
    """Every row, with a word in place of each key, of each moment since, of all that is random."""
    return {
        model.__name__: sorted(
            tuple(_settled(field, value, began) for field, value in zip(fields, row, strict=True))
            for row in model._base_manager.values_list(*(field.attname for field in fields))
        )
        for model in kept_models()
        for fields in [_fields(model)]
    }


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _settled(field: "Field[Any, Any]", value: Any, began: datetime) -> str:
    if isinstance(value, UUID):
        return "an id"
    if field.is_relation:
        # Which row it is of is known from what else stands in it; that it is of one is kept.
        return "a row" if value is not None else "no row"
    if isinstance(value, datetime) and value >= began:
        return "a moment"
    if isinstance(value, datetime | date | bool | int) or value is None:
        return repr(value)
    return re.sub(r"\d+", "#", _RANDOM.sub("random", str(value)))
