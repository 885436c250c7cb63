"""A row of any model, for the admin's pages that show one."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from tests.factories import make_member

# What a column without a default is given; the first kind of field that it is.
_VALUES: Mapping[type[Any], Callable[[], Any]] = {
    models.DateTimeField: timezone.now,
    models.DateField: lambda: dt.date(2026, 3, 18),
    models.BooleanField: bool,
    models.IntegerField: lambda: 1,
    models.JSONField: dict,
    models.EmailField: lambda: "someone@example.org",
    models.BinaryField: bytes,
    models.Field: lambda: "sample",
}

# May be empty, but not for any row that we could make.
_NEEDED = {"recipient"}


def sample(model: type[models.Model]) -> models.Model:
    """The first row that there is, or else one with something in each column that needs it."""
    found = model._default_manager.order_by("pk").first()
    return found or model._default_manager.create(**_columns(model), **_first(model))


def _first(model: type[models.Model]) -> dict[str, Any]:
    """There is one row of it, the first, wherever numbers go on after a test."""
    return {"pk": model.current().pk} if hasattr(model, "current") else {}


def _columns(model: type[models.Model]) -> dict[str, Any]:
    needed = [
        field
        for field in model._meta.concrete_fields
        if field.name in _NEEDED
        or not (field.null or field.has_default() or field.primary_key or field.blank)
    ]
    return {field.name: _value(field) for field in needed}


def _value(field: Any) -> Any:
    if field.is_relation:
        related = field.related_model
        return make_member() if related._meta.label == "members.Member" else sample(related)
    if field.choices:
        return field.choices[0][0]
    return next(make() for kind, make in _VALUES.items() if isinstance(field, kind))
