"""What discussions and replies have in common: words that somebody wrote."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import models
from django.db.models import Q

from harringay import html
from harringay.html.pictures import NONE, Pictured
from harringay.loading import Loaded
from members.models import Member

# Whom somebody mentions, by the words that stand after each `@`.
Mentioned = Mapping[str, Member]
NOBODY: Final[Mentioned] = MappingProxyType({})
LABEL_LENGTH: Final = 300
LABELLED: Final = "From the moderators:"
WAITING: Final = "Waiting for a moderator"
SHOWN: Final = Q(hidden_at=None, withdrawn_at=None)
HELD: Final = Q(held_at__isnull=False, withdrawn_at=None)
WITHDRAWN: Final = Q(withdrawn_at__isnull=False)


class BodyFormat(models.TextChoices):
    TEXT = html.TEXT, "Plain text"
    HTML = html.HTML, "HTML"


class Written(Loaded):
    """A body, and what has become of it since.

    Invariants
      - `body_html` is always what `set_body` makes of the body, its format, its label, whom its
        Mentions name and which pictures hang on it, by the `html_version` that the row names; but
        of hidden replies it quotes nothing (forum.quoting). The source is never thrown away.
      - Hidden and withdrawn words stay in the database; only moderators see them.
      - What waits for a moderator has `held_at` and is hidden, from its first moment on: whatever
        leaves out what is hidden leaves it out. Its author sees it.
      - `submission` comes of the form's own token and what was said: one form sent twice makes
        one row.
    """

    body = models.TextField(blank=True)
    body_format = models.CharField(
        max_length=4, choices=BodyFormat.choices, default=BodyFormat.TEXT
    )
    body_html = models.TextField(blank=True, editable=False)
    html_version = models.PositiveSmallIntegerField(default=0, editable=False)
    label = models.CharField(
        "moderators’ note",
        max_length=LABEL_LENGTH,
        null=True,  # so that no row is written anew when it is added
        editable=False,
        help_text="Stands above it, as its author agreed.",
    )
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_edit_marked = models.BooleanField(
        default=False, editable=False, help_text="Changed after somebody had answered."
    )
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_reason = models.CharField(max_length=200, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    legacy_id = models.CharField(max_length=60, null=True, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_shown(self) -> bool:
        """Whether its words may be read by everyone."""
        return not (self.is_hidden or self.is_withdrawn)

    def hold(self, why: str, *, now: datetime) -> None:
        """Let it wait for a moderator."""
        self.held_at = self.hidden_at = now
        self.hidden_reason = f"{WAITING}: {why}" if why else WAITING

    def set_body(
        self,
        body: str,
        body_format: str,
        mentioned: Mentioned = NOBODY,
        pictured: Pictured = NONE,
    ) -> None:
        """Keep the source and its clean HTML together; raises html.Unclean."""
        people = {words: _person(member) for words, member in mentioned.items()}
        self.body = body
        self.body_format = body_format
        placed = html.pictures.place(html.render_post(body, body_format), pictured)
        self.body_html = self.labelled(html.mentions.link(placed, people))
        self.html_version = html.VERSION

    def labelled(self, body_html: str) -> str:
        """The same beneath the moderators' note, if there is one."""
        return html.note(LABELLED, self.label) + body_html if self.label else body_html


def _person(member: Member) -> html.mentions.Person:
    return html.mentions.Person(member.get_absolute_url(), member.shown_name)
