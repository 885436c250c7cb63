"""Rows of the database made into models, without what nobody waits for."""

from collections.abc import Collection
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
