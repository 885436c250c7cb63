"""Official letters: what reporters and authors are sent; written here, mailed elsewhere."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.moderation.models.case import Case


class OfficialLetter(models.Model):
    """A letter to one person, in the transaction of what it tells of: the outbox of moderation.

    Invariants
      - `notifications` makes one Mail of it, once, and sends that; nothing here waits for it.
      - To a member it goes to the address that they have then; to a visitor, to `email`.
      - `key` says what it is of (`outcome:17`): written twice, there is one.
    """

    key = models.CharField(max_length=80, unique=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="official_letters",
    )
    email = models.EmailField(blank=True)
    subject = models.CharField(max_length=150)
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.subject
