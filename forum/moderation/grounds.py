"""On what ground a decision rests: a house rule, or the law; and which is the likely one."""

from typing import Final, NamedTuple

from forum.moderation.kinds import Kind

NOTHING_BROKEN: Final = "Neither a rule nor the law is broken"


class Ground(NamedTuple):
    """A rule as it stands, or the law; never both empty."""

    rule_number: str = ""
    rule_version: int | None = None
    rule_text: str = ""
    law: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.rule_number or self.law)


NONE: Final = Ground(law=NOTHING_BROKEN)

# What is unlawful whatever the house rules say; the others are for the rules alone.
UNLAWFUL: Final[dict[Kind, str]] = {
    Kind.CHILD: "Sexual abuse of children (Protection of Children Act 1978)",
    Kind.INTIMATE: "Intimate image shared without consent (Sexual Offences Act 2003, section 66B)",
    Kind.TERROR: "Terrorism (Terrorism Acts 2000 and 2006)",
    Kind.THREAT: "Threats, harassment or stalking (Protection from Harassment Act 1997)",
    Kind.HATE: "Stirring up hatred (Public Order Act 1986)",
    Kind.SELF_HARM: "Encouraging suicide or self-harm (Suicide Act 1961)",
    Kind.FRAUD: "Fraud (Fraud Act 2006)",
    Kind.DRUGS_WEAPONS: "Drugs or weapons for sale (Misuse of Drugs Act 1971)",
    Kind.SEXUAL: "Extreme pornography (Criminal Justice and Immigration Act 2008)",
    Kind.TRAFFICKING: "Trafficking, unlawful immigration or foreign interference",
    Kind.DEFAMATION: "A false statement that harms somebody (Defamation Act 2013)",
    Kind.PRIVACY: "Private information about somebody (UK GDPR)",
    Kind.COPYRIGHT: "Somebody else’s work (Copyright, Designs and Patents Act 1988)",
    Kind.OTHER_ILLEGAL: "Against the law in another way",
}

# The rules as one, of which a decision keeps which it was.
RULES: Final = "rules"


def choices() -> list[tuple[str, str]]:
    """For a chooser: the rules, then the law."""
    return [(RULES, "The house rules"), *((str(kind), law) for kind, law in UNLAWFUL.items())]


def likely(kind: Kind) -> str:
    """The choice that goes with what was reported."""
    return str(kind) if kind in UNLAWFUL else RULES


def find(choice: str) -> Ground:
    """What was chosen from `choices`."""
    return Ground(law="The house rules") if choice == RULES else Ground(law=UNLAWFUL[Kind(choice)])
