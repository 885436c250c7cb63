"""The site's own name and words, which the owner edits in the admin."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Subquery

from harringay import compiled, html
from members.models import Safeguards
from members.models.safeguards import is_away


def feed_authority() -> str:
    """The domain in the ids of new feed items, before it is first stored."""
    return settings.FEED_AUTHORITY


WELCOME = (
    "Neighbours talk here about the streets they live in: bins and buses, lost cats and good "
    "plumbers, what was here before and what is coming. Anybody can read all of it; joining in "
    "takes two minutes and costs nothing."
)


class SiteIdentity(models.Model):
    """What this site is called, who made it, and the few numbers the owner sets.

    Invariants
      - There is exactly one row, number 1.
      - `advertising_html` is always `html.clean(advertising)`.
      - `feed_authority` and `legacy_host` are in the ids of feed items: once stored by the first
        migrate and by the import, they never change, whatever the site is then called.
      - `archive_key` is in the addresses of the archive's files: once stored by the import, it
        never changes, whatever SECRET_KEY is then.
    """

    name = models.CharField(max_length=60, default="Harringay online")
    tagline = models.CharField(
        max_length=120, default="Harringay, Haringey - So Good they Spelt it Twice!"
    )
    creator_name = models.CharField("created by", max_length=60, default="the owner")
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Links the name in the footer to their profile.",
    )
    welcome = models.CharField(
        "what this place is",
        max_length=400,
        blank=True,
        default=WELCOME,
        help_text="Two or three lines at the top of the front page, for who has not signed in.",
    )
    about = models.CharField(
        "who looks after this place",
        max_length=300,
        blank=True,
        help_text="Shown on the front page and beside discussions.",
    )
    contact_email = models.EmailField("contact e-mail", blank=True)
    advertising = models.TextField(
        "advertising slot", blank=True, help_text="HTML. Empty: no advertising is shown."
    )
    advertising_html = models.TextField(editable=False, blank=True)
    edit_minutes = models.PositiveSmallIntegerField(
        "edit window", default=15, help_text="Minutes in which people may change what they wrote."
    )
    feed_authority = models.CharField(max_length=255, default=feed_authority, editable=False)
    legacy_host = models.CharField(
        max_length=255, default="www.harringayonline.com", editable=False
    )
    archive_key = models.CharField(max_length=64, blank=True, editable=False)
    terms_number = models.PositiveIntegerField(
        default=1, editable=False, help_text="The version of the terms that was announced last."
    )
    terms_on = models.DateField(null=True, editable=False, help_text="From when that one holds.")

    # Of the Safeguards, for what stands around every page; known after current() only.
    read_only_at: datetime | None = None
    away_until_on: date | None = None

    class Meta:
        verbose_name = verbose_name_plural = "site identity"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "SiteIdentity":
        """The one row; the defaults where the owner has saved nothing yet."""
        return _CURRENT.first() or cls(pk=1)

    @property
    def is_read_only(self) -> bool:
        return self.read_only_at is not None

    @property
    def is_owner_away(self) -> bool:
        return is_away(self.away_until_on)

    @property
    def edit_window(self) -> timedelta:
        return timedelta(minutes=self.edit_minutes)

    def set_advertising(self, advertising: str) -> None:
        """Keep the source and its clean HTML together; raises html.Unclean."""
        self.advertising = advertising
        self.advertising_html = html.clean(advertising)


def _current() -> "models.QuerySet[SiteIdentity]":
    """With what of the safeguards is said around every page, so that it is no query more."""
    safeguards = Safeguards.objects.filter(pk=1)
    said = {name: Subquery(safeguards.values(name)) for name in ("read_only_at", "away_until_on")}
    return SiteIdentity.objects.select_related("creator").filter(pk=1).annotate(**said)


_CURRENT = compiled.Query(_current, slots=0)
