"""Mutes of members: from whom somebody does not wish to hear."""

from typing import Any, Self

from django.db import models
from django.db.models import Expression, F, OuterRef, Q

from members.models.member import Member


class MuteQuerySet(models.QuerySet["Mute"]):
    """The questions that are asked about mutes, always on behalf of who has muted."""

    def of_member(self, member: "Member | Expression | OuterRef") -> Self:
        """Those that a member has; it may be one by their key, as a query knows it."""
        return self.filter(member=member)

    def for_listing(self) -> Self:
        return self.select_related("muted").order_by("-muted_at", "-pk")

    def keys(self) -> "models.QuerySet[Mute, Any]":
        """One row, with the keys of all who are muted, as JSON."""
        return self.order_by().values(keys=_Keys("muted"))


class Mute(models.Model):
    """That a member does not wish to hear from another.

    Invariants
      - A member mutes another once, and never themselves.
      - Nothing that the muted member can see, count or be told depends on it (safety L-49).
    """

    # Without an index of its own: the constraint's begins with it.
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="mutes", db_index=False
    )
    muted = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="muted_by")
    muted_at = models.DateTimeField()

    objects = MuteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "muted"], name="a_member_is_muted_once"),
            models.CheckConstraint(condition=~Q(member=F("muted")), name="nobody_mutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} has muted {self.muted_id}"


class _Keys(models.Func):
    """All values of a column, as a JSON list; NULL or an empty list where there are none."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_group_array")

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_agg")
