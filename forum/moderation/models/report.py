"""A report: what one person says is wrong, in their words, and what it looked like then."""

from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from forum.moderation import references
from forum.moderation.kinds import Kind
from forum.moderation.models.case import Case
from members.models import Member

WORDS_LENGTH = 4000  # safety L-03
EMAIL_LENGTH = 254  # which Django gives a column; of what is typed it takes more


class Relation(models.TextChoices):
    """What the thing reported has to do with whoever reports it."""

    ABOUT_ME = "me", "It is about me"
    FOR_THEM = "for_them", "I act for the person it is about"
    PARENT = "parent", "I am a parent or carer of the person it is about"
    MEMBER = "member", "I am a member here"
    OTHER = "other", "None of these"
    AUTHORITY = "authority", "An authority asks"  # logged by the owner (safety L-65)

    @classmethod
    def offered(cls) -> list[tuple[str, str]]:
        """What those who report may choose."""
        return [(each.value, each.label) for each in cls if each != cls.AUTHORITY]


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


class ReportQuerySet(models.QuerySet["Report"]):
    """The questions asked about reports."""

    def standing(self) -> Self:
        """Those that whoever sent them still wishes to be looked at."""
        return self.filter(withdrawn_at=None)

    def since(self, moment: datetime) -> Self:
        return self.filter(received_at__gt=moment)

    def sent_by(self, member: Member | None, *, email: str, network: str) -> Self:
        """One person's; a visitor is known by their e-mail address, else by where they are."""
        if member:
            return self.filter(reporter=member)
        visitors = self.filter(reporter=None)
        return visitors.filter(email__iexact=email) if email else visitors.filter(network=network)


class Report(models.Model):
    """One person's report.

    Invariants
      - Who reported is shown to nobody but moderators who look at the case, and then only where
        the reporter lets them know (L-05); `words` are plain text.
      - A visitor finds the status by `reference` and a token, of which only the hash is stored.
      - What the same person says again of the same thing within a day `repeats` their first report:
        the case counts them once, and they are told of the outcome once (L-08, L-09).
      - A form sent twice makes one report of each address (`submission`).
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
    reference = models.CharField(
        max_length=12, unique=True, default=references.new_reference, editable=False
    )
    token_hash = models.CharField(max_length=64, editable=False)
    address = models.CharField("what was pointed at", max_length=500, blank=True)
    submission = models.UUIDField(null=True, editable=False)
    repeats = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeated_by"
    )
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
    email = models.EmailField(max_length=EMAIL_LENGTH, blank=True)
    is_named = models.BooleanField("moderators may know which member it is", default=False)
    may_tell_author = models.BooleanField("the author may know who reported", default=False)
    wants_updates = models.BooleanField(default=True)
    is_flagged = models.BooleanField(default=False)
    network = models.CharField("address it came from, as held", max_length=45, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField("told of the outcome", null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-received_at"], name="reports_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "address"], name="a_form_reports_an_address_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def sent_together(self) -> list["Report"]:
        """The other reports that one form made with it."""
        if self.submission is None:
            return []
        together = Report.objects.filter(submission=self.submission).exclude(pk=self.pk)
        return list(together.order_by("pk"))

    @property
    def status_path(self) -> str:
        """Where its sender sees what became of it; to be told to nobody else."""
        token = references.token_of(self.reference, self.token_hash)
        path = reverse("moderation:status", args=[self.reference])
        return f"{path}?{urlencode({'token': token})}"


def with_status_links(words: str) -> str:
    """A letter's text, with a link in place of each mark that stands for one. One query, or none.

    Links come in when the letter goes out: what is stored of a token is its hash alone.
    """
    reports = Report.objects.filter(reference__in=references.marked_in(words))
    for report in reports.only("reference", "token_hash"):
        link = f"{settings.SITE_URL}{report.status_path}"
        words = words.replace(references.mark_of(report.reference), link)
    return words
