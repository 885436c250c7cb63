"""Members: everyone with an account, and everyone who once wrote here."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Concat, Lower, StrIndex, Substr
from django.urls import reverse
from django.utils import timezone

from harringay import initials
from harringay.loading import Loaded
from members.models.former_address import FormerAddress
from members.models.standing import Standing, not_kept_out
from members.models.text_size import TextSize
from members.permissions import MODERATOR_PERMISSIONS

ADDRESSES_KEPT = 1000  # in each process
AVATAR_LARGE = 512
AVATAR_SMALL = 96


# Of a member's name.
_FIRST_WORD = Lower(
    Substr("name", 1, StrIndex(Concat("name", models.Value(" ")), models.Value(" ")) - 1)
)


class Role(models.TextChoices):
    MEMBER = "member", "Member"
    MODERATOR = "moderator", "Moderator"
    OWNER = "owner", "Owner"


class MemberQuerySet(models.QuerySet["Member"]):
    """The questions the site asks about members."""

    def present(self) -> Self:
        """Members the directory lists: not left, not waiting, neither suspended nor banned."""
        return self.filter(not_kept_out(timezone.now()), is_active=True, left_at=None)

    def with_profile(self) -> Self:
        """Members whose page can be opened; those who wait for approval have none yet."""
        shown = models.Q(is_active=True) | models.Q(left_at__isnull=False)
        return self.filter(shown).found_by_address()

    def found_by_address(self) -> Self:
        """Without those who have asked to be forgotten: no address leads to what they wrote."""
        return self.filter(leaving_at=None)

    def showing_activity(self) -> Self:
        """Without those who want no list and no feed of what they do (safety F-30)."""
        return self.filter(wants_activity_hidden=False)

    def staff(self) -> Self:
        return self.filter(role__in=(Role.MODERATOR, Role.OWNER))

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")

    def newest_first(self) -> Self:
        return self.order_by("-joined_at", "-pk")

    def at_address(self, address: str) -> Self:
        """The member at an address, known by that screen name on the old site, or once there."""
        here, once = models.Q(address__iexact=address), models.Q(legacy_name__iexact=address)
        formerly = models.Q(pk__in=FormerAddress.objects.written(address).values("member"))
        order = models.Case(models.When(here, then=0), models.When(once, then=1), default=2)
        return self.filter(here | once | formerly).order_by(order)

    def called(self, words: Iterable[str]) -> Self:
        """Those for whom one of these words is their address, or the first of their name."""
        cases = {case for word in words for case in _cases(word)}
        return self.alias(lower_address=Lower("address"), first_word=_FIRST_WORD).filter(
            models.Q(lower_address__in=cases) | models.Q(first_word__in=cases)
        )

    def beginning_with(self, words: str) -> Self:
        """Those of whose name a word begins so, or whose address does."""
        begins = models.Q(name__istartswith=words) | models.Q(address__istartswith=words)
        return self.filter(begins | models.Q(name__icontains=f" {words}"))

    def named_like(self, words: str) -> Self:
        return self.filter(models.Q(name__icontains=words) | models.Q(address__icontains=words))


def _cases(word: str) -> set[str]:
    """A word as LOWER may have left it, with either apostrophe.

    SQLite's knows A to Z only, and PostgreSQL's makes one character of İ, where Python makes two.
    """
    spelt = {word, word.replace("'", "’"), word.replace("’", "'")}
    cases = {case for one in spelt for case in (one, one.lower(), one.upper(), one.title())}
    ascii_only = {one.encode().lower().decode() for one in cases}
    return ascii_only | {one.lower().replace("i\u0307", "i") for one in spelt}


class MemberManager(BaseUserManager["Member"].from_queryset(MemberQuerySet)):  # type: ignore[misc]
    """Makes accounts; Django's own commands and allauth ask it to."""

    def create_user(
        self, email: str | None, password: str | None = None, **fields: Any
    ) -> "Member":
        member: Member = self.model(email=email.lower() if email else None, **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        member: Member = self.get(email__iexact=username)
        return member


class Member(Loaded, Standing, AbstractBaseUser):
    """Someone with an account, or the author of what an account once wrote.

    Invariants
      - `email` is lower-case and unique; a former member from the old site may have none.
      - `address` is unique whatever its case, and is the one in /profile/<address>.
      - What a member may do follows from `role` alone (members.permissions).
      - A member who left keeps this row, so that what they wrote keeps its place; the site
        then shows them as "Former member".
      - Who asked to be forgotten has left as well, at `leaving_at`; until they are erased they may
        come back (members.leaving). Both are set, and unset, together.
    """

    FORMER_NAME = "Former member"

    email = models.EmailField("e-mail", unique=True, null=True, blank=True)
    name = models.CharField(max_length=60, help_text="Shown beside everything they write.")
    address = models.CharField(max_length=60, help_text="The end of their profile's address.")
    legacy_name = models.CharField(
        "screen name on the old site", max_length=100, unique=True, null=True, editable=False
    )
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    area = models.CharField(max_length=80, blank=True, help_text="Street or corner, as they like.")
    about = models.TextField(max_length=2000, blank=True)
    about_html = models.TextField(blank=True, editable=False)
    html_version = models.PositiveSmallIntegerField(default=0, editable=False)
    avatar_key = models.CharField(max_length=22, blank=True, editable=False)
    hidden_avatar_key = models.CharField(
        "picture that moderators took down", max_length=22, blank=True, editable=False
    )
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Off for those who wait for approval."
    )
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    leaving_at = models.DateTimeField("asked to be forgotten", null=True, editable=False)
    discussion_count = models.PositiveIntegerField(default=0, editable=False)
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    wants_to_follow_started = models.BooleanField("follow what I start", default=True)
    wants_to_follow_replied = models.BooleanField("follow what I reply to", default=True)
    wants_follows_shown = models.BooleanField("show what I follow", default=False, db_default=False)
    wants_activity_hidden = models.BooleanField("hide my activity", default=False, db_default=False)
    text_size = models.CharField(
        max_length=10, choices=TextSize.choices, default=TextSize.NORMAL, db_default=TextSize.NORMAL
    )
    wants_shortcuts = models.BooleanField("keyboard shortcuts", default=False, db_default=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "address"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("address"), name="member_address_is_unique"),
            models.UniqueConstraint(Lower("email"), name="member_email_is_unique"),
        ]
        indexes = [
            models.Index(Lower("name"), name="member_directory_by_name"),
            models.Index(_FIRST_WORD, name="member_by_first_word"),
            models.Index(fields=["-joined_at", "-id"], name="member_directory_newest"),
            models.Index(Lower("legacy_name"), name="member_by_legacy_name"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def get_absolute_url(self) -> str:
        return _address(self.address)

    def is_former(self, address: str) -> bool:
        """Whether it is one that they once had: it leads here for now, and may be theirs again."""
        return self.former_addresses.written(address).exists()

    @property
    def shown_name(self) -> str:
        return self.FORMER_NAME if self.has_left else self.name

    @property
    def initials(self) -> str:
        return initials.initials(self.shown_name)

    @property
    def tint(self) -> int:
        """Which of the twelve avatar colours is theirs, 0 to 11."""
        return initials.colour_index(self.shown_name)

    @property
    def avatar_url(self) -> str:
        """The small picture, 96 pixels wide; empty where initials stand for it."""
        return self._avatar_url(AVATAR_SMALL)

    @property
    def portrait_url(self) -> str:
        """The large picture, 512 pixels wide; empty where initials stand for it."""
        return self._avatar_url(AVATAR_LARGE)

    @property
    def may_sign_in(self) -> bool:
        is_kept_out = self.is_suspended or self.is_banned
        return self.is_active and not (is_kept_out or self.has_left)

    @property
    def has_left(self) -> bool:
        return self.left_at is not None

    @property
    def is_leaving(self) -> bool:
        """Whether they asked to be forgotten, and may still come back."""
        return self.leaving_at is not None and self.is_active

    @property
    def is_moderator(self) -> bool:
        """Moderators, and the owner, who is one too."""
        return self.role in {Role.MODERATOR, Role.OWNER}

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    # What Django and its admin ask of an account.

    def get_short_name(self) -> str:
        return self.shown_name

    @property
    def is_staff(self) -> bool:
        return self.is_active and self.is_moderator

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002  Django passes it
        if not self.is_staff:
            return False
        return self.is_owner or perm in MODERATOR_PERMISSIONS

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        if not self.is_staff:
            return False
        return self.is_owner or any(p.startswith(f"{app_label}.") for p in MODERATOR_PERMISSIONS)

    def _avatar_url(self, size: int) -> str:
        if self.has_left or not self.avatar_key:
            return ""
        return reverse("members:avatar", args=[self.avatar_key, size])


@lru_cache(maxsize=ADDRESSES_KEPT)
def _address(address: str) -> str:
    """Made once while it is asked for again and again: to make it takes Django 20 µs."""
    return reverse("members:profile", args=[address])


class Author(NamedTuple):
    """What of a member stands beside something they wrote; the fields are Member's own."""

    name: str
    address: str
    avatar_key: str
    left_at: datetime | None

    @classmethod
    def of(cls, member: Member) -> Self:
        return cls(member.name, member.address, member.avatar_key, member.left_at)

    @property
    def shown_name(self) -> str:
        return Member.FORMER_NAME if self.left_at else self.name


Viewer = Member | AnonymousUser
VISITOR: Final = AnonymousUser()
