"""A report: what one person says is wrong, in their words, and what it looked like then."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forum.moderation.kinds import Kind
from forum.moderation.models.case import Case

WORDS_LENGTH = 4000  # safety L-03


class Relation(models.TextChoices):
    """What the thing reported has to do with whoever reports it."""

    ABOUT_ME = "me", "It is about me"
    FOR_THEM = "for_them", "I act for the person it is about"
    PARENT = "parent", "I am a parent or carer of the person it is about"
    MEMBER = "member", "I am a member here"
    OTHER = "other", "None of these"


class Snapshot(models.Model):
    """What a thing was when it was reported (safety L-42). Nothing changes it afterwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=60, blank=True)
    written_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    revisions = models.JSONField(default=list, help_text="Keys of the revisions there were.")
    parents = models.JSONField(default=list, help_text="Keys of what it answers, outermost first.")
    picture_hash = models.CharField("SHA-256 of the picture", max_length=64, blank=True)

    def __str__(self) -> str:
        return f"As it was on {self.taken_at:%d %b %Y, %H:%M}"


class Report(models.Model):
    """One person's report.

    Invariants
      - Who reported is shown to nobody but moderators who look at the case, and then only where
        the reporter lets them know (L-05); `words` are plain text.
      - A visitor finds the status by `reference` and a token, of which only the hash is stored.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, related_name="reports"
    )
    earlier = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="appeal",
        help_text="For an appeal: the report whose outcome it is against.",
    )
    reference = models.CharField(max_length=12, unique=True)
    token_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.TextField(max_length=WORDS_LENGTH)
    support = models.TextField("supporting links or text", max_length=WORDS_LENGTH, blank=True)
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.OTHER)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
    )
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    is_named = models.BooleanField("moderators may know which member it is", default=False)
    may_tell_author = models.BooleanField("the author may know who reported", default=False)
    wants_updates = models.BooleanField(default=True)
    is_flagged = models.BooleanField(default=False)
    network = models.CharField("address it came from, as held", max_length=45, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField("told of the outcome", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-received_at"], name="reports_newest_first")]

    def __str__(self) -> str:
        return self.reference
