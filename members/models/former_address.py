"""Addresses that profiles have had, so that links to them still lead somewhere."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower


class FormerAddressQuerySet(models.QuerySet["FormerAddress"]):
    """The questions that are asked about former addresses."""

    def written(self, address: str) -> Self:
        """The one that is written so, whatever its case."""
        return self.filter(address__iexact=address)

    def newest_first(self) -> Self:
        return self.order_by("-given_up_at", "-pk")


class FormerAddress(models.Model):
    """One that somebody had, and gave up or had taken from them.

    Invariants
      - It is one member's, whatever its case, and while it is nobody else can take it.
      - One that `is_hidden` was taken down with its member's name: it leads to the new one, which
        does not say that name, and its member cannot take either again until that is undone.
    """

    member = models.ForeignKey(
        "members.Member", on_delete=models.CASCADE, related_name="former_addresses"
    )
    address = models.CharField(max_length=60)
    given_up_at = models.DateTimeField()
    is_hidden = models.BooleanField("taken down", default=False)
    hidden_name = models.CharField("name that was taken down with it", max_length=60, blank=True)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "former addresses"
        constraints = [
            models.UniqueConstraint(Lower("address"), name="former_address_is_unique"),
        ]

    def __str__(self) -> str:
        return self.address
