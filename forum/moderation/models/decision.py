"""A decision: what was done about a case, by whom, on what ground, and what the author was told."""

from datetime import datetime, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from forum.moderation.models.case import Case
from harringay import moments
from members.models import Member

UNDO_WITHIN: Final = timedelta(days=7)  # issue 5, item 2


class Action(models.TextChoices):
    """What can be done (safety L-18)."""

    NOTHING = "nothing", "Leave it as it is"
    HIDE = "hide", "Hide it"
    REMOVE_PICTURE = "remove_picture", "Take down the picture only"
    HIDE_PROFILE = "hide_profile", "Take down what the profile says"
    HIDE_NAME = "hide_name", "Take down what the profile says, and the name"
    CLOSE = "close", "End replies to the discussion"
    MOVE = "move", "Move it to another category"
    EDIT = "edit", "Label or change it, as the author agreed"
    WARN = "warn", "Warn the author"
    RESTRICT = "restrict", "Hold what they post; no pictures, no links"
    SUSPEND = "suspend", "Suspend the author for some days"
    BAN = "ban", "Ban the author"
    REFER = "refer", "Refer it to the police, the NCA or another body"
    UPHOLD = "uphold", "Let the decision stand"
    REVERSE = "reverse", "Undo the decision"
    VARY = "vary", "Change the decision"


# What was done, to whom it was done to.
_HEADLINES: Final = {
    Action.HIDE: "Something you wrote has been taken down",
    Action.REMOVE_PICTURE: "A picture of yours has been taken down",
    Action.HIDE_PROFILE: "What your profile says has been taken down",
    Action.HIDE_NAME: "What your profile says has been taken down, and your name",
    Action.CLOSE: "Replies to your discussion have been ended",
    Action.MOVE: "Your discussion has been moved",
    Action.EDIT: "Something you wrote has been changed, as you agreed",
    Action.WARN: "A warning from the moderators",
    Action.RESTRICT: "What you post is looked at first",
    Action.SUSPEND: "Your account has been suspended",
    Action.BAN: "Your account has been closed",
}
# Of which `before` holds what the member said of themselves.
OF_PROFILES: Final = frozenset({Action.HIDE_PROFILE, Action.HIDE_NAME})
# What a member does not find among the decisions about them (L-46): where nothing was done to what
# they wrote, what came of an appeal, which stands with its decision, and what was passed on to the
# police or another body, who may have to act before it is known.
UNTOLD: Final = frozenset(
    {Action.NOTHING, Action.REFER, Action.UPHOLD, Action.REVERSE, Action.VARY}
)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """The questions asked about decisions."""

    def about(self, member: Member) -> Self:
        """Those that a member finds under "Decisions about me", newest first."""
        told = self.filter(member=member).exclude(action__in=UNTOLD)
        return told.order_by("-made_at", "-pk")

    def for_listing(self) -> Self:
        return self.defer("statement", "reasons", "rule_text", "note", "before")

    def in_force(self) -> Self:
        return self.filter(undone_at=None)

    def made_for_good(self) -> Self:
        """Those that were not taken back as mistakes, while one press does it.

        What an appeal has undone was decided, and so was what was lifted later.
        """
        undone_on_appeal = Exists(
            Decision.objects.in_force().filter(
                case__appeal_against=OuterRef("pk"), action__in=(Action.REVERSE, Action.VARY)
            )
        )
        lasted = Q(undone_at=None) | Q(undone_at__gt=F("made_at") + UNDO_WITHIN)
        return self.filter(lasted | undone_on_appeal)

    def running(self, now: datetime) -> Self:
        """Those in force whose time is not over."""
        return self.in_force().filter(Q(until=None) | Q(until__gt=now))


class Decision(models.Model):
    """One thing that was done about a case, or about a member without one.

    Invariants
      - `rule_text` and `law` say what the ground was on that day; rules may change (L-39).
      - `statement` is what the author was sent (L-31): it never says who reported.
      - `before` holds what undoing it needs to restore exactly what was (L-18).
      - Undone, it stays, and says by whom and when.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    action = models.CharField(max_length=16, choices=Action.choices)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="Whom it is about.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions_made",
    )
    made_at = models.DateTimeField(default=timezone.now)
    is_by_clock = models.BooleanField(default=False, help_text="A deadline made it, and nobody.")
    is_bulk_spam = models.BooleanField(
        "bulk advertising", default=False, help_text="It goes without a statement (L-34)."
    )
    is_conflict_declared = models.BooleanField(
        default=False, help_text="Nobody else could have decided it (L-17)."
    )
    rule_number = models.CharField(max_length=10, blank=True)
    rule_version = models.PositiveIntegerField(null=True, blank=True)
    rule_text = models.TextField(blank=True)
    law = models.CharField("legal ground", max_length=300, blank=True)
    note = models.TextField("note, for moderators only", blank=True)
    reasons = models.TextField("reasons, for the author", blank=True)
    statement = models.TextField(blank=True)
    until = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="decisions_newest_first")]
        constraints = [
            # Two moderators at once: one decides (L-16).
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(undone_at=None),
                name="one_decision_in_force_for_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}, {moments.short_day(self.made_at)}"

    @property
    def headline(self) -> str:
        """What was done, in a line, to whom it was done to."""
        return _HEADLINES.get(Action(self.action), self.get_action_display())

    @property
    def can_be_undone(self) -> bool:
        """For seven days, by one press; after that, on appeal."""
        return not self.is_undone and timezone.now() - self.made_at <= UNDO_WITHIN

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
