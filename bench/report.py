"""What a run found: printed as a table, kept as JSON, and written into the documentation."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bench.peers import table
from bench.rounds import Row

HEAD = "| page | reader | req/s | × L0 | × L1 | CPU ms | p50 ms | p95 ms | KB | queries |"
RULE = "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"
NONE = "–"
OURS, BARE = "ours", "bare"


@dataclass(frozen=True)
class Report:
    """One run: its name, what it was made on, its rows, and each server's peak memory in MB.

    `missing` says of what else was to be measured why it was not.
    """

    name: str
    at: datetime
    machine: str
    holds: str
    rows: Sequence[Row]
    memory: Mapping[str, float]
    missing: Mapping[str, str]

    def __str__(self) -> str:
        """The table in Markdown, and what stands outside it."""
        notes = [*map(_single, self._singles()), self._memory()]
        about = f"{self.at:%-d %B %Y, %H:%M} UTC. {self.machine}.\n{self.holds}."
        own = "\n".join([HEAD, RULE, *map(_line, self._own())])
        others = table.tell(self.rows, self.memory, self.missing)
        return "\n\n".join([about, own, "\n".join(notes), *others])

    def _own(self) -> list[Row]:
        return [row for row in self.rows if not row.site]

    def _singles(self) -> list[Row]:
        return [row for row in self._own() if row.of_insert and row.reader != "bare"]

    def _memory(self) -> str:
        site, bare = self.memory[OURS], self.memory[BARE]
        return (
            f"Peak memory of the web server's processes: {site:.0f} MB, "
            f"{site / bare:.2f} × bare Django's {bare:.0f} MB."
        )


def keep(report: Report, folder: Path) -> Path:
    """Write it as JSON, one file a run. Returns where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.at:%Y-%m-%dT%H%M%S}-{report.name}.json"
    path.write_text(json.dumps(asdict(report), default=str, indent=1, ensure_ascii=False))
    return path


def write_into(document: Path, report: Report) -> None:
    """Replace the run of the same name in a document, or add it at the end."""
    start, end = f"<!-- {report.name} -->", f"<!-- end of {report.name} -->"
    text = document.read_text()
    section = f"{start}\n\n{report}\n\n{end}"
    if start in text:
        before, _, rest = text.partition(start)
        after = rest.partition(end)[2]
        document.write_text(f"{before}{section}{after}")
    else:
        document.write_text(f"{text.rstrip()}\n\n## {report.name}\n\n{section}\n")


def _line(row: Row) -> str:
    cells = [
        *(row.page, row.reader, f"{row.rate:,.0f}"),
        *(_ratio(row.of_constant), _ratio(row.of_twenty)),
        *(f"{row.cpu:.2f}", f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.length / 1000:.1f}"),
        NONE if row.queries is None else str(row.queries),
    ]
    return f"| {' | '.join(cells)} |"


def _ratio(ratio: float | None) -> str:
    return NONE if ratio is None else f"{ratio:.2f}"


def _single(row: Row) -> str:
    return (
        f"{row.page.capitalize()}, one at a time, takes {row.of_insert:.1f} × the time of a bare "
        "insert behind CSRF."
    )
