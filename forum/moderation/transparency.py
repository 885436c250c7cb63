"""What a year's moderation came to, in figures that name nobody (safety L-48)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final, NamedTuple

from django.db.models import Min

from forum.moderation.deadlines import LONDON
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, Relation, Report
from members.models import Member

# Fewer are not told apart: in a neighbourhood people would know whom they are (L-48).
FEW: Final = 5
OF_APPEALS: Final = frozenset({Action.UPHOLD, Action.REVERSE, Action.VARY})


class ReportsOfAKind(NamedTuple):
    kind: str
    by_members: str
    by_visitors: str


class Spread(NamedTuple):
    """Of some lengths of time: the middle one, and that which nine in ten do not exceed."""

    middle: timedelta | None
    ninth_tenth: timedelta | None

    def __str__(self) -> str:
        if self.middle is None or self.ninth_tenth is None:
            return "too few to tell"
        return f"half within {_words(self.middle)}, nine in ten within {_words(self.ninth_tenth)}"


@dataclass(frozen=True)
class Year:
    """One year, from New Year to New Year in London. Numbers are as they are shown."""

    year: int
    reports: Sequence[ReportsOfAKind]
    report_count: str
    until_seen: Spread
    until_decided: Spread
    share_in_time: int | None
    actions: Sequence[tuple[str, str]]
    appeals: str
    share_reversed: int | None
    referred_for_children: str
    legal_notices: str
    demands: str  # of Ofcom, the police and courts
    moderators: int


def years() -> list[int]:
    """Those of which there is something to tell, newest first."""
    first = Report.objects.aggregate(first=Min("received_at"))["first"]
    if first is None:
        return []
    last = datetime.now(LONDON).year
    return list(range(last, first.astimezone(LONDON).year - 1, -1))


def figures(year: int) -> Year:
    """Counted from the rows themselves, in four queries."""
    begins, ends = _new_year(year), _new_year(year + 1)
    cases = list(
        Case.objects.filter(opened_at__gte=begins, opened_at__lt=ends).values_list(
            "kind", "opened_at", "first_seen_at", "decided_at", "decide_by"
        )
    )
    made = Decision.objects.made_for_good().filter(made_at__gte=begins, made_at__lt=ends)
    decisions = list(made.values_list("action", "case__kind"))
    kinds = Counter(kind for kind, *_ in cases)
    appealed = [action for action, kind in decisions if kind == Kind.APPEAL]
    decided = [(opened, at, by) for _, opened, _, at, by in cases if at]
    reports, demand_count = _reports(begins, ends)
    return Year(
        year=year,
        reports=_by_kind(reports),
        report_count=shown(reports.total()),
        until_seen=_spread(seen - opened for _, opened, seen, *_ in cases if seen),
        until_decided=_spread(at - opened for opened, at, _ in decided),
        share_in_time=_share(at <= by for _, at, by in decided),
        actions=_by_action(Counter(action for action, _ in decisions)),
        appeals=shown(kinds[Kind.APPEAL]),
        share_reversed=_share(action != Action.UPHOLD for action in appealed),
        referred_for_children=shown(decisions.count((Action.REFER, Kind.CHILD))),
        legal_notices=shown(kinds[Kind.DEFAMATION]),
        demands=shown(demand_count),
        moderators=Member.objects.staff().filter(is_active=True).count(),
    )


def _reports(begins: datetime, ends: datetime) -> tuple[Counter[tuple[str, bool]], int]:
    """How many of each kind, by members and by visitors; and of what authorities have asked."""
    found = Report.objects.filter(received_at__gte=begins, received_at__lt=ends)
    rows = list(found.values_list("kind", "reporter", "relation"))
    own = [(kind, who is None) for kind, who, relation in rows if relation != Relation.AUTHORITY]
    return Counter(own), len(rows) - len(own)


def _by_kind(reports: Counter[tuple[str, bool]]) -> list[ReportsOfAKind]:
    return [
        ReportsOfAKind(kind.label, shown(reports[kind, False]), shown(reports[kind, True]))
        for kind in Kind
        if reports[kind, False] or reports[kind, True]
    ]


def _by_action(actions: Counter[str]) -> list[tuple[str, str]]:
    """What was decided of reports; what came of appeals is counted apart."""
    return [
        (action.label, shown(actions[action]))
        for action in Action
        if actions[action] and action not in OF_APPEALS
    ]


def shown(count: int) -> str:
    """A number as everybody may read it: some, but fewer than five, are "<5"."""
    return f"<{FEW}" if 0 < count < FEW else f"{count:,}"


def _spread(times: Iterable[timedelta]) -> Spread:
    in_order = sorted(times)
    if len(in_order) < FEW:
        return Spread(None, None)
    count = len(in_order)
    return Spread(in_order[ceil(0.5 * count) - 1], in_order[ceil(0.9 * count) - 1])


def _words(time: timedelta) -> str:
    """A length of time, rounded up, in the largest unit of which there are two."""
    for unit, name in ((timedelta(days=1), "days"), (timedelta(hours=1), "hours")):
        if time > unit:
            return f"{ceil(time / unit)} {name}"
    return "an hour"


def _share(held: Iterable[bool]) -> int | None:
    """In per cent, of as many as may be told apart."""
    every = list(held)
    if len(every) < FEW:
        return None
    return round(100 * sum(every) / len(every))


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=LONDON).astimezone(UTC)
