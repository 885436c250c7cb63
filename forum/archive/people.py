"""What the old site said of a member, in our words; it reads values and touches nothing."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from forum.archive import dates
from forum.archive.decoding import Values
from forum.archive.roster import plain_email
from forum.archive.values import plain, words
from harringay import text
from members.models import Role

MAX_SCREEN_NAME = 100
MAX_NAME = 60
MAX_AREA = 80
MAX_ABOUT = 2000


@dataclass(frozen=True)
class OldMember:
    """A member; `state` is active, suspended, left or pending, or whatever else was written."""

    screen_name: str
    name: str
    email: str
    joined_at: datetime | None
    role: Role
    state: str
    area: str
    about: str
    photo: str


def member(values: Values) -> OldMember:
    return OldMember(
        screen_name=words(values, "contributorName")[:MAX_SCREEN_NAME],
        name=text.single_line(plain(values, "fullName"))[:MAX_NAME].strip(),
        email=plain_email(words(values, "email")),
        joined_at=dates.first_of(values, "createdDate"),
        role=_role(words(values, "level")),
        state=words(values, "state").lower() or "active",
        area=text.single_line(plain(values, "location"))[:MAX_AREA].strip(),
        about=_about(values),
        photo=words(values, "profilePhoto"),
    )


def rightful_holders(people: Iterable[OldMember]) -> dict[str, str]:
    """Whose each e-mail address is, where several members give the same one.

    Someone active comes before someone who is not, then the owner and the administrators, then
    whoever joined first.
    """
    best: dict[str, tuple[bool, int, datetime, str]] = {}
    for person in people:
        claim = _claim(person)
        if person.email and claim < best.get(person.email, _NO_CLAIM):
            best[person.email] = claim
    return {email: claim[-1] for email, claim in best.items()}


_RANKS = {Role.OWNER: 0, Role.MODERATOR: 1, Role.MEMBER: 2}
_NEVER = datetime.max.replace(tzinfo=UTC)
_NO_CLAIM = (True, len(_RANKS), _NEVER, "")


def _claim(person: OldMember) -> tuple[bool, int, datetime, str]:
    is_absent = person.state != "active"
    return is_absent, _RANKS[person.role], person.joined_at or _NEVER, person.screen_name


def _role(level: str) -> Role:
    """The level may be of several words, as in *Network Owner*."""
    said = level.lower().split()
    if "owner" in said or "creator" in said:
        return Role.OWNER
    if any(word.startswith(("admin", "moderator")) for word in said):
        return Role.MODERATOR
    return Role.MEMBER


def _about(values: Values) -> str:
    """The answer to *About Me*; the other questions were often for members only."""
    answers = values.get("profileQuestions")
    if not isinstance(answers, dict):
        return ""
    named = {html.unescape(question).strip().lower(): question for question in answers}
    return plain(answers, named.get("about me", ""))[:MAX_ABOUT]
