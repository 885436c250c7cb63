"""On what ground a decision rests: a house rule, or the law; and which is the likely one."""

from typing import Final, NamedTuple

from forum.moderation.kinds import Kind
from forum.moderation.models import Rule
from forum.moderation.models.rule import RuleQuerySet

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
# Of what is done by hand in the admin, where no rule is asked for.
AS_A_WHOLE: Final = Ground(law="The house rules of this site as a whole")

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

# Of the first rules (migrations/first_texts/rules.txt); else the first, which is to be civil.
_RULE_OF: Final[dict[Kind, int]] = {
    Kind.THREAT: 3,
    Kind.DANGER: 3,
    Kind.HATE: 4,
    Kind.CHILD: 5,
    Kind.TERROR: 6,
    Kind.INTIMATE: 7,
    Kind.SEXUAL: 7,
    Kind.SELF_HARM: 8,
    Kind.FRAUD: 9,
    Kind.DRUGS_WEAPONS: 10,
    Kind.TRAFFICKING: 11,
    Kind.OTHER_ILLEGAL: 13,
    Kind.PRIVACY: 14,
    Kind.DEFAMATION: 15,
    Kind.COPYRIGHT: 18,
}
# What a choice begins with that is of a rule; its number follows.
_RULE: Final = "rule-"
Choice = tuple[str, str]


def choices() -> list[tuple[str, list[Choice]]]:
    """For a chooser: the rules that hold, then the law. One query."""
    rules = [(f"{_RULE}{rule.number}", str(rule)) for rule in _rules()]
    return [("House rules", rules), ("The law", [(str(kind), UNLAWFUL[kind]) for kind in UNLAWFUL])]


def likely(kind: Kind) -> str:
    """The choice that goes with what was reported: the first rules' numbers stay theirs (L-39)."""
    return f"{_RULE}{_RULE_OF.get(kind, 1)}"


def is_of_child(ground: Ground) -> bool:
    """Whether it is the sexual abuse of a child, by the rule or by the law."""
    is_the_rule = ground.rule_number == str(_RULE_OF[Kind.CHILD])
    return is_the_rule or ground.law == UNLAWFUL[Kind.CHILD]


def find(choice: str) -> Ground:
    """What was chosen from `choices`, in today's words (safety L-39)."""
    if not choice.startswith(_RULE):
        return Ground(law=UNLAWFUL[Kind(choice)])
    rule = _rules().get(number=choice.removeprefix(_RULE))
    return Ground(str(rule.number), rule.version, rule.wording)


def _rules() -> RuleQuerySet:
    return Rule.objects.in_force().in_order()
