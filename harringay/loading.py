"""Rows of the database made into models, without what nobody waits for."""

from collections.abc import Collection
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class Loaded(models.Model):
    """A model whose rows are made from their columns as they are.

    Django calls `__init__`, which sets each field by itself between two signals; that takes most of
    the time in which a discussion is read. Nobody here listens, and no field of ours minds.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # Django 6 has one more
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """What Django asks for each row; fields that were not read are read when asked for."""
        state = ModelState()
        state.adding, state.db = False, db
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=True), _state=state)
        return row

    @classmethod
    def new(cls, **given: Any) -> Self:
        """A row that is not saved yet, as `cls(**given)` makes it."""
        row = cls.__new__(cls)
        same, made = _defaults(cls)
        row.__dict__.update(same, _state=ModelState())
        row.__dict__.update((name, make()) for name, make in made)
        for name, value in given.items():
            setattr(row, name, value)
        return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """What a column is until it is given: always the same, or made for each row."""
    fields = model._meta.concrete_fields  # noqa: SLF001  documented
    called = [field for field in fields if field.has_default() and callable(field.default)]
    same = {field.attname: field.get_default() for field in fields if field not in called}
    return same, [(field.attname, field.get_default) for field in called]
