"""The owner's own records (safety L-60 to L-62): who answers, what was assessed, what is done."""

from datetime import date
from typing import Final, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from forum.moderation.kinds import OFFENCES

# The 22 levels of an illegal content risk assessment: Ofcom's kinds, one of them as two, and the
# rest of the law.
RISKS: Final[dict[str, str]] = {
    **{number: name for number, name in OFFENCES.items() if number != "15"},
    "15a": "Encouraging or assisting suicide",
    "15b": "Encouraging or assisting serious self-harm",
    "other": "Other content that is against the law",
}


class SafetyDuties(models.Model):
    """Who answers for the site: one row, number 1."""

    accountable_person = models.CharField(
        max_length=100, blank=True, help_text="Measure A2: who answers to Ofcom for all of this."
    )
    complaints_person = models.CharField(
        max_length=100, blank=True, help_text="Measure D12: who sees that complaints are answered."
    )
    ico_number = models.CharField(
        "ICO registration number", max_length=20, blank=True, help_text="Shown publicly."
    )
    postal_address = models.TextField(
        blank=True, help_text="Where letters and legal notices reach you. Shown publicly."
    )
    is_log_public = models.BooleanField(
        "a public moderation log",
        default=False,
        help_text="At /moderation-log: how often each rule was broken, and nothing else (L-47).",
    )

    class Meta:
        verbose_name = verbose_name_plural = "safety duties"

    def __str__(self) -> str:
        return "Safety duties"

    @classmethod
    def current(cls) -> "SafetyDuties":
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Subject(models.TextChoices):
    """What an assessment is of."""

    ILLEGAL = "illegal", "Illegal content risk assessment"
    ACCESS = "access", "Children’s access assessment"
    CHILDREN = "children", "Children’s risk assessment"
    PRIVACY = "privacy", "Data protection impact assessment"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """The questions asked about assessments."""

    def in_force(self) -> Self:
        """The newest of each subject: those that no other has taken the place of."""
        return self.filter(superseded_on=None)

    def in_order(self) -> Self:
        return self.order_by("superseded_on", "subject", "-pk")


class Assessment(models.Model):
    """One version of one assessment. Superseded, it is kept for ever.

    Invariants
      - Without `approved_on` it is a draft, whatever it says.
      - An illegal content risk assessment has a level and a reason for each of RISKS.
    """

    subject = models.CharField(max_length=10, choices=Subject.choices)
    summary = models.TextField(help_text="What was looked at, and what was found.")
    completed_by = models.CharField(max_length=100, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=100, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField("last reviewed on", null=True, blank=True)
    review_on = models.DateField("next review on", null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(superseded_on=None),
                name="one_assessment_of_a_subject_in_force",
            )
        ]

    def __str__(self) -> str:
        return self.get_subject_display() + (" (draft)" if self.is_draft else "")

    @property
    def is_draft(self) -> bool:
        return self.approved_on is None

    def clean(self) -> None:
        """Raises ValidationError where a date lacks its name, or the next review."""
        for what in ("completed", "approved"):
            if getattr(self, f"{what}_on") and not getattr(self, f"{what}_by"):
                raise ValidationError({f"{what}_by": f"Please say who {what} it."})
        if self.approved_on and not self.review_on:
            raise ValidationError({"review_on": "Please say when it is reviewed next."})


class Level(models.TextChoices):
    """How likely something is here, and how bad (Ofcom's four levels)."""

    NEGLIGIBLE = "negligible", "negligible"
    LOW = "low", "low"
    MEDIUM = "medium", "medium"
    HIGH = "high", "high"


class RiskLevel(models.Model):
    """How great one risk is, and why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="levels")
    risk = models.CharField(max_length=5, choices=list(RISKS.items()))
    level = models.CharField(max_length=10, choices=Level.choices)
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "risk"], name="one_level_for_each_risk")
        ]

    def __str__(self) -> str:
        return f"{RISKS[self.risk]}: {self.level}"


class Measure(models.Model):
    """One measure of Ofcom's codes: what is done here, since when, or what is done instead."""

    code = models.CharField(max_length=10, unique=True, help_text="Ofcom’s own, such as D2.")
    name = models.CharField(max_length=200)
    description = models.TextField("what is done here")
    in_effect_on = models.DateField("in effect since", null=True, blank=True)
    alternative = models.TextField(
        "what is done instead", blank=True, help_text="Where the code is not followed: and why."
    )
    review_on = models.DateField("next review on", null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"

    @property
    def is_draft(self) -> bool:
        return self.in_effect_on is None


class Feature(models.TextChoices):
    """What comes switched off, because to switch it on is a significant change (safety L-62)."""

    ANSWERS = "answers", "Answers by e-mail (REPLY_DOMAIN)"
    HUB = "hub", "Telling a hub what is new (WEBSUB_HUB_URL)"
    PUSH = "push", "Web push (VAPID_PRIVATE_KEY)"
    PUBLIC_LOG = "public_log", "The public moderation log"


class SignificantChange(models.Model):
    """A change to the site that must be assessed before it is made (section 9(4) of the Act).

    Invariants
      - It is in effect only with an assessment that was approved by that day.
    """

    name = models.CharField(max_length=200)
    feature = models.CharField(
        "what it switches on",
        max_length=10,
        choices=Feature.choices,
        blank=True,
        help_text="Without this record, none of these can be switched on.",
    )
    description = models.TextField(blank=True)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    in_effect_on = models.DateField("in effect since", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_effect_on=None) | Q(assessment__isnull=False),
                name="a_significant_change_was_assessed",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError where it would be in effect before it was assessed."""
        if self.in_effect_on and not _was_approved(self.assessment, by=self.in_effect_on):
            raise ValidationError(
                {
                    "in_effect_on": "It can only be switched on once it has been assessed: "
                    "choose an assessment that was approved by that day."
                }
            )


def _was_approved(assessment: Assessment | None, *, by: date) -> bool:
    return bool(assessment and assessment.approved_on and assessment.approved_on <= by)
