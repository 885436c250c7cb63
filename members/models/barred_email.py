"""E-mail addresses with which nobody opens an account, because whoever had them is banned."""

import hashlib
from typing import Self

from django.db import models

from members.models.member import Member


class BarredEmailQuerySet(models.QuerySet["BarredEmail"]):
    """The question that joining asks."""

    def matching(self, email: str) -> Self:
        return self.filter(fingerprint=fingerprint_of(email))


class BarredEmail(models.Model):
    """That an address was a banned member's.

    Invariants
      - It holds a fingerprint of the address and not the address, so that it may outlive the
        account's: nobody comes back by having their account deleted.
      - It lasts as long as the ban (members.suspending).
    """

    # Without an index of its own: the constraint's begins with it.
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="barred_emails", db_index=False
    )
    fingerprint = models.CharField(max_length=64, db_index=True)

    objects = BarredEmailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "fingerprint"], name="an_address_is_barred_once"
            )
        ]
        verbose_name = "barred e-mail address"
        verbose_name_plural = "barred e-mail addresses"

    def __str__(self) -> str:
        return f"An address of {self.member_id}"


def fingerprint_of(email: str) -> str:
    """The same for every spelling that reaches one mailbox: asha+2@… is asha@… to most servers."""
    mailbox, _, host = email.strip().lower().rpartition("@")
    name = mailbox.partition("+")[0]
    return hashlib.sha256(f"{name}@{host}".encode()).hexdigest()
