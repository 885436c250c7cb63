"""Rounds of short runs, and what they come to: medians, and the ratios of medians.

Many short runs rather than a few long ones: what else the machine does comes and goes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench import load, spreading
from bench.load import Asker, Sample
from bench.pages import ONE, Page
from bench.servers import Server

ROUNDS = 9
WARM_SECONDS = 0.3


@dataclass(frozen=True)
class Run:
    """What was seen from outside, and what the server worked for an answer, in milliseconds."""

    seen: Sample
    cpu: float


Round = Mapping[str, Run]


@dataclass(frozen=True)
class Target:
    """A page, and where and how it is asked for."""

    page: Page
    server: Server
    make_asker: Callable[[], Asker]

    @property
    def is_ours(self) -> bool:
        return not self.page.site


@dataclass(frozen=True)
class Row:
    """What a page came to, over all rounds; `site` is another forum than ours.

    Requests a second with their ratios to L0 and L1; for what is asked one at a time, its time as
    a ratio to the bare insert's. Milliseconds of the web server's work for an answer, and until it
    came; bytes; and queries (none counted: the bare views). Of another forum's page, how many times
    faster ours is; of a thread's, its time as a ratio to that of the same forum's thread of twenty.
    """

    site: str
    page: str
    reader: str
    rate: float
    cpu: float
    p50: float
    p95: float
    length: int
    queries: int | None
    of_constant: float | None
    of_twenty: float | None
    of_insert: float | None
    ours_faster: float | None
    of_short: float | None


def take(targets: Sequence[Target], seconds: float, missing: dict[str, str]) -> Round:
    """One short run of every page, after a shorter one that is not counted.

    Raises load.Failed where a page of ours is not answered well; another forum's is noted in
    `missing`, and not asked for again.
    """
    taken = {}
    for target in targets:
        if target.page.key in missing:
            continue
        try:
            taken[target.page.key] = _run(target, seconds)
        except (load.Failed, OSError) as failure:
            if target.is_ours:
                raise load.Failed(f"{target.page.key}: {failure}") from failure
            missing[target.page.key] = str(failure)
    return taken


def row(page: Page, rounds: Sequence[Round], limits: Sequence[Page], queries: int | None) -> Row:
    """`limits` are L0, L1 and the insert."""
    runs = [each[page.key] for each in rounds]
    seen = _seen(page.key, rounds)
    constant, twenty, insert = (_seen(limit.key, rounds) for limit in limits)
    is_single = page.connections == ONE
    what = "p50" if is_single else "rate"
    return Row(
        site=page.site,
        page=page.name,
        reader=page.reader,
        rate=_median(seen, "rate"),
        cpu=median(run.cpu for run in runs),
        p50=_median(seen, "p50"),
        p95=_median(seen, "p95"),
        length=round(_median(seen, "length")),
        queries=queries,
        of_constant=None if is_single else _ratio(seen, constant, "rate"),
        of_twenty=None if is_single else _ratio(seen, twenty, "rate"),
        of_insert=_ratio(seen, insert, "p50") if is_single else None,
        ours_faster=_faster(_seen(page.ours, rounds), seen, what) if page.site else None,
        of_short=_growth(page.short, seen, rounds),
    )


def _run(target: Target, seconds: float) -> Run:
    page, server = target.page, target.server
    ask = target.make_asker()
    with spreading.connected(server.port, server.workers(), page.connections) as connections:
        load.measure(connections, ask, status=page.status, seconds=WARM_SECONDS)
        worked_before = server.worked()
        seen = load.measure(connections, ask, status=page.status, seconds=seconds)
    return Run(seen, cpu=1000 * (server.worked() - worked_before) / seen.count)


def _seen(key: str, rounds: Sequence[Round]) -> list[Sample]:
    return [each[key].seen for each in rounds]


def _faster(ours: Sequence[Sample], theirs: Sequence[Sample], what: str) -> float:
    """In requests a second; one at a time, in the time of one."""
    return _ratio(ours, theirs, what) if what == "rate" else _ratio(theirs, ours, what)


def _growth(short: str | None, seen: Sequence[Sample], rounds: Sequence[Round]) -> float | None:
    if short is None or any(short not in each for each in rounds):
        return None
    return _ratio(_seen(short, rounds), seen, "rate")


def _ratio(samples: Sequence[Sample], others: Sequence[Sample], what: str) -> float:
    return _median(samples, what) / _median(others, what)


def _median(samples: Sequence[Sample], what: str) -> float:
    return float(median(getattr(sample, what) for sample in samples))
