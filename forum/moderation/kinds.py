"""What a report can be about, how urgent that is, and when it will be dealt with.

The table is safety.md's after L-11. It is shown on the form, in the acknowledgement and on the page
of targets, always from here (L-13).
"""

from datetime import datetime
from enum import IntEnum
from typing import Final, NamedTuple

from django.db import models

from forum.moderation import deadlines


class Kind(models.TextChoices):
    """What somebody says is wrong: what they choose from."""

    DANGER = "danger", "Someone is in danger now"
    CHILD = "child", "Child sexual abuse or grooming"
    INTIMATE = "intimate", "Intimate image of me, shared without consent"
    TERROR = "terror", "Terrorism or banned organisation"
    THREAT = "threat", "Threats, stalking, harassment, controlling behaviour"
    HATE = "hate", "Hatred about who someone is"
    SELF_HARM = "selfharm", "Encouraging suicide or self-harm"
    FRAUD = "fraud", "Scam, fraud, stolen goods, money"
    DRUGS_WEAPONS = "drugs_weapons", "Drugs, knives, firearms for sale"
    SEXUAL = "sexual", "Pornography, sexual exploitation, extreme or animal cruelty images"
    TRAFFICKING = "trafficking", "Trafficking, unlawful immigration, foreign interference"
    OTHER_ILLEGAL = "other_illegal", "Something else against the law"
    DEFAMATION = "defamation", "False statement about me (legal notice)"
    PRIVACY = "privacy", "My private details, address or photo; data-protection complaint"
    COPYRIGHT = "copyright", "My work used without permission"
    RULES = "rules", "Breaks house rules: abuse, spam, advert, off topic, impersonation"
    TECH = "tech", "Something on the site is broken or not accessible"
    COMPLAINT = "complaint", "You are not doing your safety duties, or about a moderator"
    APPEAL = "appeal", "Undo a decision about my post or account"


class Priority(IntEnum):
    """What is dealt with first; a legal notice has clocks of its own."""

    URGENT = 0
    HIGH = 1
    LEGAL = 1
    MIDDLE = 2
    LOW = 3


class Target(NamedTuple):
    """By when something will have been done; of the three, one says it."""

    hours: int = 0
    working_days: int = 0
    is_same_day: bool = False

    def after(self, moment: datetime) -> datetime:
        """The moment by which it is due. Hours go on at night and on Sundays; days are London's."""
        if self.is_same_day:
            return deadlines.end_of_day(moment)
        if self.working_days:
            return deadlines.after_working_hours(moment, 24 * self.working_days)
        return deadlines.after_hours(moment, self.hours)

    def __str__(self) -> str:
        if self.is_same_day:
            return "the same day"
        count, unit = self.hours, "hour"
        if self.working_days:
            count, unit = self.working_days, "working day"
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


class Handling(NamedTuple):
    """What follows from a kind.

    `offences` are the numbers of Ofcom's kinds of priority illegal content that it covers, as in
    `OFFENCES`; `look` is when somebody will first have looked at it, `decision` when it will have
    been decided or answered.
    """

    priority: Priority
    look: Target
    decision: Target
    offences: tuple[str, ...] = ()


# Ofcom's 18 kinds of priority illegal content since 25 June 2026, the second as three (safety 1.1).
OFFENCES: Final[dict[str, str]] = {
    "1": "Terrorism",
    "2a": "Grooming of children",
    "2b": "Images of child sexual abuse",
    "2c": "Addresses of child sexual abuse images",
    "3": "Hate",
    "4": "Harassment, stalking, threats and abuse",
    "5": "Controlling or coercive behaviour",
    "6": "Intimate image abuse",
    "7": "Extreme pornography",
    "8": "Sexual exploitation of adults",
    "9": "Human trafficking",
    "10": "Unlawful immigration",
    "11": "Fraud and financial services",
    "12": "Proceeds of crime",
    "13": "Drugs and psychoactive substances",
    "14": "Firearms, knives and other weapons",
    "15": "Encouraging or assisting suicide or serious self-harm",
    "16": "Foreign interference",
    "17": "Animal cruelty",
    "18": "Cyberflashing",
}

_URGENT, _HIGH, _LEGAL = Priority.URGENT, Priority.HIGH, Priority.LEGAL
_MIDDLE, _LOW = Priority.MIDDLE, Priority.LOW


def _hours(count: int) -> Target:
    return Target(hours=count)


def _days(count: int) -> Target:
    return Target(working_days=count)


HANDLING: Final[dict[Kind, Handling]] = {
    Kind.DANGER: Handling(_URGENT, _hours(1), Target(is_same_day=True)),
    Kind.CHILD: Handling(_URGENT, _hours(1), Target(is_same_day=True), ("2a", "2b", "2c")),
    Kind.INTIMATE: Handling(_URGENT, _hours(4), _hours(48), ("6", "18")),
    Kind.TERROR: Handling(_URGENT, _hours(4), _hours(24), ("1",)),
    Kind.THREAT: Handling(_HIGH, _hours(24), _days(2), ("4", "5")),
    Kind.HATE: Handling(_HIGH, _hours(24), _days(2), ("3",)),
    Kind.SELF_HARM: Handling(_HIGH, _hours(4), _hours(24), ("15",)),
    Kind.FRAUD: Handling(_HIGH, _hours(24), _days(2), ("11", "12")),
    Kind.DRUGS_WEAPONS: Handling(_HIGH, _hours(24), _days(2), ("13", "14")),
    Kind.SEXUAL: Handling(_HIGH, _hours(24), _days(2), ("7", "8", "17")),
    Kind.TRAFFICKING: Handling(_HIGH, _hours(24), _days(2), ("9", "10", "16")),
    Kind.OTHER_ILLEGAL: Handling(_MIDDLE, _days(2), _days(5)),
    Kind.DEFAMATION: Handling(_LEGAL, _days(2), _days(2)),
    Kind.PRIVACY: Handling(_HIGH, _hours(24), _days(5)),
    Kind.COPYRIGHT: Handling(_MIDDLE, _days(2), _days(5)),
    Kind.RULES: Handling(_LOW, _days(3), _days(7)),
    Kind.TECH: Handling(_LOW, _days(3), _days(3)),
    Kind.COMPLAINT: Handling(_MIDDLE, _days(2), _days(10)),
    Kind.APPEAL: Handling(_MIDDLE, _days(2), _days(5)),
}

# No limit ever refuses these (L-11); of the second lot no e-mail address is asked (L-04).
NEVER_REFUSED: Final = frozenset({Kind.DANGER, Kind.CHILD, Kind.INTIMATE})
WITHOUT_EMAIL: Final = frozenset({Kind.CHILD})
WITH_EMAIL: Final = frozenset(
    {Kind.INTIMATE, Kind.DEFAMATION, Kind.COPYRIGHT, Kind.PRIVACY, Kind.APPEAL}
)
# Their reporter asked a question, and the reasons of the decision are its answer.
ANSWERED: Final = frozenset({Kind.TECH, Kind.COMPLAINT})


class Group(NamedTuple):
    """Kinds that whoever reports something finds beneath one heading."""

    heading: str
    kinds: tuple[Kind, ...]


# What neighbours report day by day comes first, so that they need not read of crimes to find it.
GROUPS: Final = (
    Group("What is reported most", (Kind.RULES, Kind.FRAUD, Kind.PRIVACY, Kind.TECH)),
    Group(
        "Someone may be harmed",
        (
            *(Kind.DANGER, Kind.CHILD, Kind.INTIMATE, Kind.TERROR),
            *(Kind.THREAT, Kind.HATE, Kind.SELF_HARM),
        ),
    ),
    Group(
        "Against the law in another way",
        (
            *(Kind.DRUGS_WEAPONS, Kind.SEXUAL, Kind.TRAFFICKING),
            *(Kind.DEFAMATION, Kind.COPYRIGHT, Kind.OTHER_ILLEGAL),
        ),
    ),
    Group("About us", (Kind.COMPLAINT, Kind.APPEAL)),
)


def gravest(*kinds: Kind) -> Kind:
    """What is dealt with first; of two that are equally urgent, the one that the table names first.

    It begins with the gravest.
    """
    order = list(HANDLING)
    return min(kinds, key=lambda kind: (HANDLING[kind].priority, order.index(kind)))
