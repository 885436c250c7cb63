"""A legal notice of a false statement: what the law asks it to say (SI 2013/3028, safety L-24)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models

from forum.moderation.models.report import Report

# What a notice must hold, in the law's order, as the answer to a defective one lists it (L-25).
REQUIREMENTS: Final[dict[str, str]] = {
    "name": "your name",
    "email": "your e-mail address",
    "statement": "the exact words that are false",
    "where": "the address of the page where they stand",
    "why_defamatory": "why the words do you harm",
    "meaning": "what the words mean, as you read them",
    "untrue": "which facts are wrong, or which opinions have no facts behind them",
    "is_author_unknown": "that you do not know enough about the author to sue them",
    "may_pass_name": "whether we may give the author your name",
    "may_pass_email": "whether we may give the author your e-mail address",
}


class LegalNotice(models.Model):
    """What a notice says beside the report that it came as.

    Invariants
      - It is kept however little it says; what is missing is asked for (L-25).
      - A consent that was neither given nor refused is empty: the law asks which it is.
      - From `sent_at`, when it went on to whoever wrote the words, they have until `answer_by`;
        `poster` is who they say they are, sealed with DATA_KEY (safety L-28).
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="notice")
    statement = models.TextField(blank=True)
    where = models.CharField(max_length=500, blank=True)
    why_defamatory = models.TextField(blank=True)
    meaning = models.TextField(blank=True)
    untrue = models.TextField(blank=True)
    is_author_unknown = models.BooleanField(default=False)
    may_pass_name = models.BooleanField(null=True, blank=True)
    may_pass_email = models.BooleanField(null=True, blank=True)
    earlier_removals = models.TextField(blank=True)
    sent_at = models.DateTimeField("sent on to the author", null=True, blank=True)
    answer_by = models.DateTimeField("the author’s last moment", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    may_stand = models.BooleanField("the author wishes it to stay", null=True, blank=True)
    may_pass_on = models.BooleanField("who they are may be passed on", default=False)
    poster = models.TextField("who the author is, sealed", blank=True, editable=False)

    def __str__(self) -> str:
        return f"Notice {self.report}"

    @property
    def missing(self) -> list[str]:
        """What the law asks and it does not say."""
        said = {"name": self.report.name, "email": self.report.email}
        return [field for field in REQUIREMENTS if not self._says(field, said)]

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def last_day(self) -> datetime | None:
        """The last of the author's days, at whose end their time is over."""
        return self.answer_by and self.answer_by - timedelta(seconds=1)

    def is_open_to_answers(self, now: datetime) -> bool:
        """Whether whoever wrote the words may answer it still."""
        is_over = self.answer_by is None or now >= self.answer_by
        return not (is_over or self.answered_at) and self.report.case.is_open

    def _says(self, field: str, said: dict[str, str]) -> bool:
        value = said[field] if field in said else getattr(self, field)
        return value is not None if field.startswith("may_") else bool(value)
