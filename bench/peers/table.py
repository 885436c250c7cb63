"""What other forums came to beside ours, as Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from bench.rounds import Row

HEAD = "| page | reader | forum | req/s | × L1 | ours is faster | CPU ms | p50 ms | p95 ms | KB |"
RULE = "|---|---|---|--:|--:|--:|--:|--:|--:|--:|"
NONE = "–"


def tell(
    rows: Sequence[Row], memory: Mapping[str, float], missing: Mapping[str, str]
) -> Iterator[str]:
    """Nothing where nothing else was asked for."""
    theirs = [row for row in rows if row.site]
    if theirs:
        yield "### Other forums, the same content"
        yield "\n".join([HEAD, RULE, *map(_line, _by_page(theirs, rows))])
        yield "### Growth with length"
        yield "\n".join(_growth([row for row in rows if row.of_short]))
        sites = [site for site in dict.fromkeys(row.site for row in theirs) if site in memory]
        amounts = ", ".join(f"{site} {memory[site]:.0f} MB" for site in sites)
        yield f"Peak memory of their web servers' processes: {amounts}."
    if missing:
        reasons = [f"- {what}: {why}" for what, why in missing.items()]
        yield "\n".join(["Not measured:", "", *reasons])


def _by_page(rows: Sequence[Row], every: Sequence[Row]) -> list[Row]:
    """A page's forums stand together, in the order of our own pages."""
    order = {key: place for place, key in enumerate(dict.fromkeys(map(_page, every)))}
    return sorted(rows, key=lambda row: order[_page(row)])


def _page(row: Row) -> tuple[str, str]:
    return row.page, row.reader


def _line(row: Row) -> str:
    cells = [
        *(row.page, row.reader, row.site, f"{row.rate:,.1f}"),
        NONE if row.of_twenty is None else f"{row.of_twenty:.3f}",
        f"{row.ours_faster:.1f} ×",
        *(f"{row.cpu:.1f}", f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.length / 1000:.1f}"),
    ]
    return f"| {' | '.join(cells)} |"


def _growth(rows: Sequence[Row]) -> Iterator[str]:
    """A forum's time for a page of each thread, as a ratio to its thread of twenty."""
    threads = list(dict.fromkeys(row.page for row in rows))
    yield f"| forum | reader | {' | '.join(threads)} |"
    yield f"|---|---|{'--:|' * len(threads)}"
    found = {(row.site, row.reader, row.page): f"{row.of_short:.2f}" for row in rows}
    for site, reader in dict.fromkeys((row.site, row.reader) for row in rows):
        cells = [found.get((site, reader, thread), NONE) for thread in threads]
        yield f"| {' | '.join((site or 'ours', reader, *cells))} |"
