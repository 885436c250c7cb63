"""A case: everything that was reported of one thing, and where it has got to."""

from datetime import datetime
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forum.models import Attachment, Discussion, Reply
from forum.moderation.kinds import HANDLING, Kind, Priority
from members.models import Member


class State(models.TextChoices):
    """How far a case has got (safety L-15)."""

    RECEIVED = "received", "received"
    TRIAGED = "triaged", "seen"
    IN_REVIEW = "in_review", "being looked into"
    WAITING_AUTHOR = "waiting_author", "waiting for the author"
    WAITING_REPORTER = "waiting_reporter", "waiting for whoever reported it"
    ESCALATED = "escalated", "with the owner or the police"
    DECIDED = "decided", "decided"
    NOTIFIED = "notified", "decided, and everyone told"
    CLOSED = "closed", "closed"
    DUPLICATE = "duplicate", "part of another case"
    WITHDRAWN = "withdrawn", "withdrawn by whoever reported it"


WAITING: Final = (State.WAITING_AUTHOR, State.WAITING_REPORTER, State.ESCALATED)
_ENDINGS: Final = (State.DECIDED, State.DUPLICATE, State.WITHDRAWN)

# Where a case may go from where it is; the database refuses any other turn (guarding.py).
TURNS: Final[dict[State, tuple[State, ...]]] = {
    State.RECEIVED: (State.TRIAGED, *_ENDINGS[1:]),
    State.TRIAGED: (State.IN_REVIEW, *_ENDINGS[1:]),
    State.IN_REVIEW: (*WAITING, *_ENDINGS),
    **dict.fromkeys(WAITING, (State.IN_REVIEW, *_ENDINGS)),
    # A decision that is undone within its days brings the case back.
    State.DECIDED: (State.NOTIFIED, State.IN_REVIEW),
    State.NOTIFIED: (State.CLOSED, State.IN_REVIEW),
    State.CLOSED: (State.IN_REVIEW,),
    State.DUPLICATE: (),
    State.WITHDRAWN: (State.IN_REVIEW,),
}

OPEN: Final = (State.RECEIVED, State.TRIAGED, State.IN_REVIEW, *WAITING)


class Part(models.TextChoices):
    """Of what was pointed at, which part is meant."""

    DISCUSSION = "discussion", "discussion"
    REPLY = "reply", "reply"
    PROFILE = "profile", "profile"
    AVATAR = "avatar", "profile picture"
    PICTURE = "picture", "picture"
    PAGE = "page", "page"


class Side(models.TextChoices):
    """Who appeals: whom the decision was about, or who had reported it."""

    AUTHOR = "author", "author"
    REPORTER = "reporter", "reporter"


class CaseQuerySet(models.QuerySet["Case"]):
    """The questions the moderators ask about cases."""

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def about(self, part: str, target: models.Model | None, address: str) -> Self:
        """Those about one part of one thing; where it is no row of ours, about an address.

        An appeal is about a decision, and no case for further reports.
        """
        if target is None:
            return self.filter(appeal_against=None, part=part, address=address)
        return self.filter(appeal_against=None, part=part, **{target_field(target): target})

    def overdue(self, now: datetime) -> Self:
        return self.open().filter(Q(look_by__lt=now, first_seen_at=None) | Q(decide_by__lt=now))

    def not_of(self, member: Member) -> Self:
        """Those that a member may decide though others could: neither about them or what they
        wrote, nor an appeal against what they decided or what was decided of them (safety L-17).
        """
        return self.exclude(
            Q(discussion__author=member)
            | Q(reply__author=member)
            | Q(attachment__owner=member)
            | Q(member=member)
            | Q(appeal_against__made_by=member)
            | Q(appeal_against__member=member)
        )

    def with_subject(self) -> Self:
        """Each with what it is about and who wrote that, in one query."""
        return self.select_related(
            "discussion__author",
            "discussion__category",
            "reply__author",
            "reply__discussion__category",
            "attachment__owner",
            "member",
            "appeal_against__member",
            "appeal_against__made_by",
            "appeal_against__case__discussion__author",
            "appeal_against__case__reply__author",
            "appeal_against__case__reply__discussion",
            "appeal_against__case__attachment",
            "appeal_against__case__member",
            "claimed_by",
        )

    def most_urgent_first(self) -> Self:
        return self.order_by("priority", "decide_by", "pk")


class Case(models.Model):
    """What was reported of one thing, or an appeal against one decision.

    Invariants
      - While it is open there is one case for one part of one thing; its `kind` is the gravest that
        was reported, and `priority`, `look_by` and `decide_by` follow from it; what repeats words
        that were taken down is more urgent by one (L-23).
      - `state` changes only along TURNS.
      - Against a decision each side has one appeal; further reporters join theirs (L-35).
      - `version` grows with each change: who decides says which version they have read (L-16).
      - What it is about may be gone; the snapshots of its reports stay (L-42, L-44).
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    priority = models.PositiveSmallIntegerField(default=Priority.LOW)
    part = models.CharField(max_length=12, choices=Part.choices)
    address = models.CharField("what was pointed at", max_length=500, blank=True)
    discussion = models.ForeignKey(
        Discussion, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        help_text="Whose profile or profile picture it is about, or whose appeal it is.",
    )
    appeal_against = models.ForeignKey(
        "moderation.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
    )
    appeal_side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    report_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    look_by = models.DateTimeField()
    decide_by = models.DateTimeField()
    first_seen_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="claimed_cases",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(
        "hidden before anybody looked", null=True, blank=True, help_text="By the reports alone."
    )
    held_at = models.DateTimeField(
        "under legal hold since",
        null=True,
        blank=True,
        help_text="Nothing of it is deleted while it is (L-43).",
    )
    is_flagged = models.BooleanField(
        default=False, help_text="Came when more reports had come than usual."
    )
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            # Not of the open ones alone: SQLite cannot tell that states asked for are those.
            models.Index(fields=["state", "priority", "decide_by"], name="cases_by_state"),
            models.Index(fields=["-opened_at", "-id"], name="cases_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED)
                | Q(decided_at__isnull=False, closed_at__isnull=False),
                name="a_closed_case_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.APPEAL) | Q(appeal_against=None),
                name="only_an_appeal_is_against_a_decision",
            ),
            models.UniqueConstraint(
                fields=["appeal_against", "appeal_side"],
                condition=Q(appeal_against__isnull=False),
                name="one_appeal_for_each_side",
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}: {self.get_kind_display()}"

    @property
    def target(self) -> models.Model | None:
        """The row it is about, if there is one still."""
        return self.attachment or self.reply or self.discussion or self.member

    @property
    def subject(self) -> Member | None:
        """Whose words, picture or profile it is about, as far as that is still known."""
        if self.attachment:
            return self.attachment.owner
        written = self.reply or self.discussion
        return written.author if written else self.member

    @property
    def appealed(self) -> "Case":
        """The case whose decision it is an appeal against; of any other, itself."""
        decision = self.appeal_against
        return decision.case if decision and decision.case else self

    @property
    def written(self) -> Reply | Discussion | None:
        """The words it is about, or on which the picture hangs."""
        if self.attachment:
            return self.attachment.reply or self.attachment.discussion
        return self.reply or self.discussion

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, now: datetime) -> bool:
        """Nobody has looked at it in time, or decided it."""
        is_unseen = self.first_seen_at is None and self.look_by < now
        return self.is_open and (is_unseen or self.decide_by < now)

    def set_kind(self, kind: str, since: datetime) -> None:
        """Take a kind, with the urgency and the times that follow from it."""
        handling = HANDLING[Kind(kind)]
        self.kind = kind
        self.priority = handling.priority
        self.look_by = handling.look.after(since)
        self.decide_by = handling.decision.after(since)

    def turn(self, state: State) -> bool:
        """Go to another state, unless somebody has changed the case since it was read.

        Saves `state` and nothing else; the database raises IntegrityError where TURNS has no such
        turn. Call it within a transaction.
        """
        changed = Case.objects.filter(pk=self.pk, version=self.version).update(
            state=state, version=F("version") + 1
        )
        if changed:
            self.state = state
            self.version += 1
        return bool(changed)


def target_field(target: models.Model) -> str:
    """The field of a case that points at such a thing."""
    fields = {Discussion: "discussion", Reply: "reply", Attachment: "attachment"}
    return fields.get(type(target), "member")
