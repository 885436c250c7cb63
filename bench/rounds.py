"""Rounds of short runs, and what they come to: medians, and ratios taken within each round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench import load
from bench.load import Asker, Sample
from bench.pages import ONE, Page
from bench.servers import Server

ROUNDS = 3
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


@dataclass(frozen=True)
class Row:
    """What a page came to, over all rounds.

    Requests a second with their ratios to L0 and L1; for what is asked one at a time, its time as
    a ratio to the bare insert's. Milliseconds of the web server's work for an answer, and until it
    came; bytes; and queries (none counted: the bare views).
    """

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


def take(targets: Sequence[Target], seconds: float) -> Round:
    """One short run of every page, after a shorter one that is not counted."""
    return {target.page.key: _run(target, seconds) for target in targets}


def row(page: Page, rounds: Sequence[Round], limits: Sequence[Page], queries: int | None) -> Row:
    """`limits` are L0, L1 and the insert."""
    runs = [each[page.key] for each in rounds]
    seen = [run.seen for run in runs]
    constant, twenty, insert = ([each[limit.key].seen for each in rounds] for limit in limits)
    is_single = page.connections == ONE
    return Row(
        page=page.name,
        reader=page.reader,
        rate=median(sample.rate for sample in seen),
        cpu=median(run.cpu for run in runs),
        p50=median(sample.p50 for sample in seen),
        p95=median(sample.p95 for sample in seen),
        length=round(median(sample.length for sample in seen)),
        queries=queries,
        of_constant=None if is_single else _ratio(seen, constant, "rate"),
        of_twenty=None if is_single else _ratio(seen, twenty, "rate"),
        of_insert=_ratio(seen, insert, "p50") if is_single else None,
    )


def _run(target: Target, seconds: float) -> Run:
    page, server = target.page, target.server
    ask = target.make_asker()
    how = {"status": page.status, "connections": page.connections}
    try:
        load.measure(server.port, ask, seconds=WARM_SECONDS, **how)
        worked_before = server.worked()
        seen = load.measure(server.port, ask, seconds=seconds, **how)
    except load.Failed as failure:
        raise load.Failed(f"{page.key}: {failure}") from None
    return Run(seen, cpu=1000 * (server.worked() - worked_before) / seen.count)


def _ratio(samples: Sequence[Sample], others: Sequence[Sample], what: str) -> float:
    pairs = zip(samples, others, strict=True)
    return median(getattr(sample, what) / getattr(other, what) for sample, other in pairs)
