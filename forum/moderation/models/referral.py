"""To whom a case of child abuse was taken: the checklist, with its dates (safety L-40)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.moderation.models.case import Case


class Body(models.TextChoices):
    """Who has to know, in the order in which they are told."""

    POLICE = "police", "999, where a child may be in danger now"
    NCA = "nca", "The National Crime Agency, through its portal"
    IWF = "iwf", "The Internet Watch Foundation, where there is a picture or an address of one"


class Referral(models.Model):
    """A case was taken to one of them: by whom, and when.

    Invariants
      - Each is told of a case once; what was ticked by mistake is deleted, and the log says so.
      - Of the NCA there is the reference, or why there is none; a case is not closed as passed on
        without one of the two.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    to = models.CharField(max_length=8, choices=Body.choices)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="referrals"
    )
    reference = models.CharField(max_length=100, blank=True)
    why_no_reference = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "to"], name="each_is_told_of_a_case_once")
        ]

    def __str__(self) -> str:
        return f"Case {self.case_id}: {self.get_to_display()}"
