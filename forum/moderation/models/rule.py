"""House rules: each with its number, and every wording that it ever had."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


class RuleQuerySet(models.QuerySet["Rule"]):
    """The questions the site asks about rules."""

    def in_force(self) -> Self:
        return self.filter(ended_at=None)

    def in_order(self) -> Self:
        return self.order_by("number")


class Rule(models.Model):
    """One of the house rules, as it stands.

    Invariants
      - `number` is its own for ever, and no other rule's: decisions name it (safety L-39).
      - Each of its wordings is a RuleVersion, today's too; `version` is the number of that one.
      - It is changed by ruling.py only, and never deleted: it ends.
    """

    number = models.PositiveSmallIntegerField(unique=True, editable=False)
    title = models.CharField(max_length=100)
    text = models.TextField(
        max_length=2000, help_text="Plain text; an empty line ends a paragraph."
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField("no longer holds since", null=True, blank=True, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = "house rule"

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('moderation:rules')}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"rule-{self.number}"

    @property
    def wording(self) -> str:
        """What a decision keeps of it."""
        return f"{self.title}\n\n{self.text}"

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None


class RuleVersion(models.Model):
    """One wording of a rule. Nothing changes it afterwards, and it is kept for ever."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField()
    began_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "version"], name="one_wording_for_a_version")
        ]

    def __str__(self) -> str:
        return f"Rule {self.rule.number}, version {self.version}"
